"""
How does a server never outlive the process that started it? Edge: a script, run as the first life of every server.

It becomes the given user, asks the kernel to be killed when its parent goes (Linux; elsewhere only an
orderly stop ends the servers), and then becomes the server: `python leash.py PARENT SIGNAL UID COMMAND...`. It runs
isolated and imports the standard library only, so that it costs some ten milliseconds.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Become the command."""
    parent, death_signal, uid, *command = sys.argv[1:]
    if int(uid) != os.geteuid():
        group = pwd.getpwuid(int(uid)).pw_gid
        os.setgroups([])
        os.setgid(group)
        os.setuid(int(uid))
    if sys.platform == "linux":
        # After the change of user, because that clears it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != int(parent):  # it went before we asked
            sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606  becoming the server is the point


if __name__ == "__main__":
    main()
