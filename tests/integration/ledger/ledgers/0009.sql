-- A ledger as the code of version e93d2b6 wrote it (revision 0009), before a phone was one number in every spelling.
-- Its key is the one that tests use. All people and numbers are made up; recorded_at is left to the database.

-- Rows refer to each other in circles.
SET LOCAL session_replication_role = replica;

INSERT INTO keys (name, check_value, sole) OVERRIDING SYSTEM VALUE VALUES
('k1',  E'\\x71f5561a8a8b24d19c858960b0684dd584a6a5c79e21ce886af76f442b0c0993', 'true');

INSERT INTO leads (id, list, key, name, country, region, segment, score, account_id, attributes, zones, imported_at, updated_at, erased_at, municipality) OVERRIDING SYSTEM VALUE VALUES
('037f277f-b75d-4829-8227-c6b5a7c6c3dc', 'sur', 'AR-10', '', '', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:06.024977+00', '2027-03-09 11:00:06.024977+00', NULL, ''),
('038ce8cc-1edd-4f35-bb19-a5f11bab2c8d', 'norte', 'MX-5', '', '', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:05.611057+00', '2027-03-09 11:00:05.611057+00', NULL, ''),
('0ad764ec-57b5-4725-8709-259bab2b23aa', 'list', 'MX-1', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:05.020212+00', '2027-03-09 11:00:05.020212+00', NULL, ''),
('0c3902fc-2f36-43e2-8750-32b07993564b', 'list', 'BR-1', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:05.231421+00', '2027-03-09 11:00:05.231421+00', NULL, ''),
('1ecd2d7b-8bad-4305-8098-a0ced28def8b', 'list', 'ES-2', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:07.339528+00', '2027-03-09 11:00:07.339528+00', NULL, ''),
('34de256e-4b98-4791-a27b-7e37abd66b1b', 'norte', 'AR-8', '', '', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:05.885573+00', '2027-03-09 11:00:05.885573+00', NULL, ''),
('6e4a5fa2-91fb-4964-af6d-ad52f0271078', 'list', 'MX-10', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:06.122308+00', '2027-03-09 11:00:06.122308+00', NULL, ''),
('7c0bbcfb-a2bc-4529-b1d6-914f529a4215', 'sin-id', '1cfab40e83754e43f8c53d9606e662d696e50091189196e5e9452d39317d03ae', '', '', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:05.715594+00', '2027-03-09 11:00:05.715594+00', NULL, ''),
('9c5a9322-f837-41bb-8928-aa7d4ddedec3', 'sur', 'AR-9', '', '', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:05.938418+00', '2027-03-09 11:00:05.938418+00', NULL, ''),
('a40844a6-16a0-4f99-abde-455e1d57cdd1', 'norte', 'MX-4', '', '', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:05.52571+00', '2027-03-09 11:00:05.52571+00', NULL, ''),
('bef905a9-0bd1-4772-9f36-271803d3da07', 'sur', 'AR-2', '', '', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:05.42791+00', '2027-03-09 11:00:05.42791+00', NULL, ''),
('c28850fd-91d5-4b3e-b55f-b2f534d40e39', 'norte', NULL, '', '', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:05.795795+00', '2027-03-09 11:00:05.8713+00', '2027-03-09 11:00:05.8713+00', ''),
('c6d4e454-656b-44d1-8991-3b26d21dad0e', 'list', 'ES-1', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:06.619458+00', '2027-03-09 11:00:06.619458+00', NULL, ''),
('da44aefa-349c-4dcd-b14f-145051176dad', 'norte', 'AR-1', '', '', '', '', '0', NULL, '{}', '[]', '2027-03-09 11:00:05.35832+00', '2027-03-09 11:00:05.35832+00', NULL, '');

INSERT INTO numbers (id, hmac, key_name, e164, kind, country, zones, closed, closed_at) OVERRIDING SYSTEM VALUE VALUES
('1',  E'\\x2453390df5d7371b1698fff331327828bd9bb73dab235e76c7e3269ac80fd042', 'k1', '+34600000011', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL),
('2',  E'\\x68d148f61e4ab1667bae41633d14188e47006d5a1d1119bc4c2046f9718a9c43', 'k1', '+525512340001', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL),
('3',  E'\\x0b6676a541e66d4312a4ebc3f7abc5dca8e9cc57174f45ccc0cdc5e531603fea', 'k1', NULL, 'other', '', '[]', NULL, NULL),
('4',  E'\\x848c0b736587195a28d6a799b5e8b5f99d45342f95daf2a866a619ae1804b44c', 'k1', '+5531987650002', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL),
('5',  E'\\x9030277752433da5c79578e42e5c289c29750b087bf7e2d9927a3ea5b1b7d4fc', 'k1', NULL, 'other', '', '[]', NULL, NULL),
('6',  E'\\x4bb2c64dde96036d877fac626aaf40da1dc43b84611fb01e7f1f6c260fda0611', 'k1', '+541151230003', 'fixed', 'AR', '[{"zone": "America/Argentina/Buenos_Aires", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Cordoba", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Salta", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Jujuy", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Tucuman", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Catamarca", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/La_Rioja", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Juan", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Mendoza", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Luis", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Rio_Gallegos", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Ushuaia", "detail": "+54", "source": "number"}]', NULL, NULL),
('7',  E'\\xfb71a07eb2375c5c5fcf6541208a2416f58aaaee8c894e0423ec16fef4b5aca4', 'k1', '+5491151230003', 'mobile', 'AR', '[{"zone": "America/Argentina/Buenos_Aires", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Cordoba", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Salta", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Jujuy", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Tucuman", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Catamarca", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/La_Rioja", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Juan", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Mendoza", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Luis", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Rio_Gallegos", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Ushuaia", "detail": "+54", "source": "number"}]', NULL, NULL),
('12',  E'\\x2fa9e9944d5645e156ea2b75dad6446cbafdfefdbdaf8a5c38653d073bdca402', 'k1', '+525512340004', 'fixed_or_mobile', 'MX', '[{"zone": "America/Mexico_City", "detail": "+52 551", "source": "number"}]', NULL, NULL),
('13',  E'\\x7553ff4ad298898efe3017431cfa163c19e0e0974eb174b97cf751044056999b', 'k1', NULL, 'other', '', '[]', NULL, NULL),
('15',  E'\\xe6b070234393c2487bb22e10aae1b4d83f8b0f4270ae0285f071a029b8f43186', 'k1', '+525512340005', 'fixed_or_mobile', 'MX', '[{"zone": "America/Mexico_City", "detail": "+52 551", "source": "number"}]', NULL, NULL),
('16',  E'\\xf9973289f3a20e955ecb4b90c6d092ee7e0e8a605ca044984476b6240c7b2a94', 'k1', NULL, 'other', '', '[]', NULL, NULL),
('20',  E'\\x1cfab40e83754e43f8c53d9606e662d696e50091189196e5e9452d39317d03ae', 'k1', '+541151230006', 'fixed', 'AR', '[{"zone": "America/Argentina/Buenos_Aires", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Cordoba", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Salta", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Jujuy", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Tucuman", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Catamarca", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/La_Rioja", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Juan", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Mendoza", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Luis", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Rio_Gallegos", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Ushuaia", "detail": "+54", "source": "number"}]', NULL, NULL),
('21',  E'\\xe32c9f76001b9702391cfecabd9da7bb2fd73a102a53b88b9aa234f8477e4fef', 'k1', NULL, 'fixed_or_mobile', 'MX', '[]', NULL, NULL),
('22',  E'\\x12a10c29e5e5eddf92cf38730c9d5785bfd05eff907b1206b4082970d6fb2129', 'k1', NULL, 'other', '', '[]', NULL, NULL),
('23',  E'\\x97228dce6fca8cd90690aa46810823e485ace5500c0d52874019f2917f7f4291', 'k1', '+541151230008', 'fixed', 'AR', '[{"zone": "America/Argentina/Buenos_Aires", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Cordoba", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Salta", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Jujuy", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Tucuman", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Catamarca", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/La_Rioja", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Juan", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Mendoza", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Luis", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Rio_Gallegos", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Ushuaia", "detail": "+54", "source": "number"}]', 'wrong_number', '2027-03-09 11:00:06.019919+00'),
('24',  E'\\xe80ad04ecd9abc8fb7da310449f3bc7a8484c22d76cd79cb07b5bca511073939', 'k1', '+5491151230008', 'mobile', 'AR', '[{"zone": "America/Argentina/Buenos_Aires", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Cordoba", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Salta", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Jujuy", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Tucuman", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Catamarca", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/La_Rioja", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Juan", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Mendoza", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Luis", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Rio_Gallegos", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Ushuaia", "detail": "+54", "source": "number"}]', NULL, NULL),
('25',  E'\\x1f48b8bfe91b6f5197da5be86f70dd8295ee5cb74c594dcf8d95c77424cab894', 'k1', '+541151230009', 'fixed', 'AR', '[{"zone": "America/Argentina/Buenos_Aires", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Cordoba", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Salta", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Jujuy", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Tucuman", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Catamarca", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/La_Rioja", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Juan", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Mendoza", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Luis", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Rio_Gallegos", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Ushuaia", "detail": "+54", "source": "number"}]', NULL, NULL),
('26',  E'\\x7b2f456c6abfe9b9fd88170c40fa399e910701c4332aeb2b7e87826e31ee511b', 'k1', '+34600000012', 'mobile', 'ES', '[{"zone": "Atlantic/Canary", "detail": "+34", "source": "number"}, {"zone": "Europe/Madrid", "detail": "+34", "source": "number"}]', NULL, NULL),
('27',  E'\\xc6b15f1c719d596eb5bb2e7dec2f6bdeff1584fa7885f6d65235201fe7d3fbb8', 'k1', '+5491151230009', 'mobile', 'AR', '[{"zone": "America/Argentina/Buenos_Aires", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Cordoba", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Salta", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Jujuy", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Tucuman", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Catamarca", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/La_Rioja", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Juan", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Mendoza", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/San_Luis", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Rio_Gallegos", "detail": "+54", "source": "number"}, {"zone": "America/Argentina/Ushuaia", "detail": "+54", "source": "number"}]', NULL, NULL),
('28',  E'\\x35d5208cb4cf90df93f48eeaac961d370ce5ef542977f7fe21a7097a677fbb7c', 'k1', '+525512340010', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL),
('29',  E'\\xf4fad4eec8c4e046e68c7cff0643bf8c1947949262996c4f9334f419f057e79b', 'k1', NULL, 'other', '', '[]', NULL, NULL),
('30',  E'\\x2cd103730aeef384364745a6318a56576d4d370f87516bef4aa48167a0966b02', 'k1', '+34600000001', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL),
('31',  E'\\x906159bf973a414578f70e6a5b3f875f7b092948040f2c08b4cd3538ed288f2b', 'k1', '+34600000002', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL),
('32',  E'\\x4f90626952a808adcadb2b0fdbc48d5e4f23393cd935e03d9269a03f152287a2', 'k1', NULL, 'other', '', '[]', NULL, NULL);

SELECT setval('public.numbers_id_seq', (SELECT max(id) FROM numbers));

INSERT INTO lead_numbers (lead_id, number_id, position) OVERRIDING SYSTEM VALUE VALUES
('037f277f-b75d-4829-8227-c6b5a7c6c3dc', '25', '1'),
('037f277f-b75d-4829-8227-c6b5a7c6c3dc', '26', '2'),
('037f277f-b75d-4829-8227-c6b5a7c6c3dc', '27', '0'),
('038ce8cc-1edd-4f35-bb19-a5f11bab2c8d', '15', '0'),
('0ad764ec-57b5-4725-8709-259bab2b23aa', '1', '1'),
('0ad764ec-57b5-4725-8709-259bab2b23aa', '2', '0'),
('0c3902fc-2f36-43e2-8750-32b07993564b', '4', '0'),
('1ecd2d7b-8bad-4305-8098-a0ced28def8b', '31', '0'),
('34de256e-4b98-4791-a27b-7e37abd66b1b', '23', '0'),
('6e4a5fa2-91fb-4964-af6d-ad52f0271078', '28', '0'),
('7c0bbcfb-a2bc-4529-b1d6-914f529a4215', '20', '0'),
('9c5a9322-f837-41bb-8928-aa7d4ddedec3', '24', '0'),
('a40844a6-16a0-4f99-abde-455e1d57cdd1', '12', '0'),
('bef905a9-0bd1-4772-9f36-271803d3da07', '7', '0'),
('c6d4e454-656b-44d1-8991-3b26d21dad0e', '30', '0'),
('da44aefa-349c-4dcd-b14f-145051176dad', '6', '0');

INSERT INTO campaigns (id, name, state, current_version, starts_on, ends_on, launched_at, closed_at) OVERRIDING SYSTEM VALUE VALUES
('1', 'harbour', 'running', '1', NULL, NULL, '2027-03-09 11:00:05.005509+00', NULL);

SELECT setval('public.campaigns_id_seq', (SELECT max(id) FROM campaigns));

INSERT INTO campaign_versions (campaign_id, version, content, hash, launched_at) OVERRIDING SYSTEM VALUE VALUES
('1', '1', '{"audience":"consumer","cadence":[{"after":"PT0S","before":null,"call":null,"expires":null,"if_late":"send","on":{"otherwise":"talk","undelivered":"talk"},"otherwise":"","retry":null,"sender":"","sms":{"body":"{{ company }}: hola. BAJA para no recibir mas"},"step":"hello","task":null,"wait":null,"whatsapp":null},{"after":"PT1H","before":null,"call":{"detect_machines":true,"floor":"sales","ring":"PT25S","talk":"PT30M","voicemail":"Hola, somos {{ company }}.","voicemail_audio":""},"expires":null,"if_late":"send","on":{"answered":"end","otherwise":"end"},"otherwise":"","retry":{"after":"PT1H","on":["busy","no_answer"],"times":2},"sender":"","sms":null,"step":"talk","task":null,"wait":null,"whatsapp":null}],"callback":null,"campaign":"harbour","confirmation":"","consent":{},"country":"ES","end":null,"floors":{"sales":{"agents":500,"endpoint":"client:sales","wrap_up":"PT2M"}},"from":{"company":"Tienda Sol","sms":"+34910000001","voice":"+34910000001","whatsapp":"+34910000001"},"gap":"PT0S","holidays":"closed","in_flight":1000,"jurisdictions":[],"language":"es","limits":[{"channels":[],"max":9,"per":{"kind":"campaign"}}],"no_jurisdictions":true,"priority":3,"purpose":"marketing","spread":"PT30M","start":null,"stop_on":["refused","wrong_number"],"subject":"","title":"","windows":[{"days":[0,1,2,3,4,5,6],"hours":[{"closes":"00:00:00","opens":"00:00:00"}],"segments":[]}],"without_pack":[]}',  E'\\x7edefd496fbfacef43143d82c124566eede82a2028e126a394fd99b0780801d4', '2027-03-09 11:00:05.005509+00');

INSERT INTO roster (campaign_id, lead_id, score, added_at, taken_at) OVERRIDING SYSTEM VALUE VALUES
('1', '0ad764ec-57b5-4725-8709-259bab2b23aa', '0', '2027-03-09 11:00:05.091913+00', '2027-03-09 11:00:05.095313+00'),
('1', '0c3902fc-2f36-43e2-8750-32b07993564b', '0', '2027-03-09 11:00:05.318052+00', '2027-03-09 11:00:05.318946+00'),
('1', '1ecd2d7b-8bad-4305-8098-a0ced28def8b', '0', '2027-03-09 11:00:07.480468+00', '2027-03-09 11:00:07.481389+00'),
('1', '6e4a5fa2-91fb-4964-af6d-ad52f0271078', '0', '2027-03-09 11:00:06.236504+00', '2027-03-09 11:00:06.23746+00'),
('1', 'c6d4e454-656b-44d1-8991-3b26d21dad0e', '0', '2027-03-09 11:00:06.727926+00', '2027-03-09 11:00:06.728862+00');

INSERT INTO enrolments (id, lead_id, campaign_id, version, kind, priority, at, started_at, next_at, move, hold, hold_key, errors, finished, finished_at) OVERRIDING SYSTEM VALUE VALUES
('108d112b-60a8-4cd1-a886-e54499182515', '0ad764ec-57b5-4725-8709-259bab2b23aa', '1', '1', 'cadence', '3', '2027-03-09 11:00:05.091687+00', NULL, '2027-03-09 12:00:05.091716+00', '{"at": "2027-03-09T12:00:05.091716Z", "due": null, "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}', NULL, '', '0', NULL, NULL),
('6c04971e-fc99-4576-af0b-5acc9adc8df8', '6e4a5fa2-91fb-4964-af6d-ad52f0271078', '1', '1', 'cadence', '3', '2027-03-09 11:00:06.236261+00', NULL, '2027-03-09 12:00:06.23629+00', '{"at": "2027-03-09T12:00:06.236290Z", "due": null, "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}', NULL, '', '0', NULL, NULL),
('9fdd41ab-9483-4c97-8a34-30319d2eb047', '1ecd2d7b-8bad-4305-8098-a0ced28def8b', '1', '1', 'cadence', '3', '2027-03-09 11:00:07.480249+00', NULL, '2027-03-09 12:00:07.480276+00', '{"at": "2027-03-09T12:00:07.480276Z", "due": null, "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}', NULL, '', '0', NULL, NULL),
('d0f0ecd9-757f-4d36-a837-02ecb89b0adf', '0c3902fc-2f36-43e2-8750-32b07993564b', '1', '1', 'cadence', '3', '2027-03-09 11:00:05.317818+00', NULL, '2027-03-09 12:00:05.317849+00', '{"at": "2027-03-09T12:00:05.317849Z", "due": null, "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}', NULL, '', '0', NULL, NULL),
('dcd60d03-9fd0-4b59-b441-364de6598598', 'c6d4e454-656b-44d1-8991-3b26d21dad0e', '1', '1', 'cadence', '3', '2027-03-09 11:00:06.727701+00', NULL, '2027-03-09 11:00:06.752601+00', '{"at": "2027-03-09T11:00:06.752601Z", "due": "2027-03-09T11:00:06.752571Z", "kind": "attempt", "step": "", "cause": {"lap": 1, "ref": "372efea4-19d6-4d84-9459-c06229eecfa7", "kind": "inbound"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}', NULL, '', '0', NULL, NULL);

INSERT INTO touches (id, lead_id, enrolment_id, campaign_id, version, cause_kind, cause_ref, cause_lap, attempt, step, channel, purpose, state, at, due, number_id, sender, floor, account_id, subject, seller, portfolio, delivery, sid, status, code, outcome, disposition, carried_at, answered_at, greeting_end_at, agent_at, replied_at, ended_at, wrap_up_until, rules, scope, outcome_at) OVERRIDING SYSTEM VALUE VALUES
('800d43a0-2880-4505-a182-42aa33ef891a', 'c6d4e454-656b-44d1-8991-3b26d21dad0e', 'dcd60d03-9fd0-4b59-b441-364de6598598', '1', '1', 'step', 'hello', '1', '1', 'hello', 'sms', 'marketing', 'settled', '2027-03-09 11:00:06.735147+00', NULL, '30', '+34910000001', '', NULL, '', '', '', '', 'SM669f9f0f29de4dfda87b9c1fd3c1e0ff', 'queued', '', 'sent', NULL, '2027-03-09 11:00:06.743648+00', NULL, NULL, NULL, NULL, '2027-03-09 11:00:06.743678+00', NULL, '{}', '', '2027-03-09 11:00:06.743678+00'),
('8d381386-ab83-4bcd-835b-7d6fa5136603', '6e4a5fa2-91fb-4964-af6d-ad52f0271078', '6c04971e-fc99-4576-af0b-5acc9adc8df8', '1', '1', 'step', 'hello', '1', '1', 'hello', 'whatsapp', 'marketing', 'settled', '2027-03-09 11:00:06.248651+00', NULL, '28', '+34910000001', '', NULL, '', '', '', '', 'SM26ddd7e87caf42edafe463b5adb39a57', 'queued', '', 'sent', NULL, '2027-03-09 11:00:06.259424+00', NULL, NULL, NULL, NULL, '2027-03-09 11:00:06.259451+00', NULL, '{}', '', '2027-03-09 11:00:06.259451+00'),
('95ef3dc2-bd19-4def-a6b4-dee2cddf4ae0', '0ad764ec-57b5-4725-8709-259bab2b23aa', '108d112b-60a8-4cd1-a886-e54499182515', '1', '1', 'step', 'hello', '1', '1', 'hello', 'whatsapp', 'marketing', 'settled', '2027-03-09 11:00:05.111744+00', NULL, '2', '+34910000001', '', NULL, '', '', '', '', 'SMa08103f7d90543b89deceb53311d3468', 'queued', '', 'sent', NULL, '2027-03-09 11:00:05.131451+00', NULL, NULL, NULL, NULL, '2027-03-09 11:00:05.131477+00', NULL, '{}', '', '2027-03-09 11:00:05.131477+00'),
('abf81181-4780-4859-a894-7b02a860c4a0', '0c3902fc-2f36-43e2-8750-32b07993564b', 'd0f0ecd9-757f-4d36-a837-02ecb89b0adf', '1', '1', 'step', 'hello', '1', '1', 'hello', 'whatsapp', 'marketing', 'settled', '2027-03-09 11:00:05.328155+00', NULL, '4', '+34910000001', '', NULL, '', '', '', '', 'SM76493cfeb9f0481d892a9fb33e306f73', 'queued', '', 'sent', NULL, '2027-03-09 11:00:05.335451+00', NULL, NULL, NULL, NULL, '2027-03-09 11:00:05.335477+00', NULL, '{}', '', '2027-03-09 11:00:05.335477+00');

INSERT INTO inbound (id, sid, channel, number_id, sender, at, meaning, lead_id, touch_id, confirmed_by_carrier, reviewed_at, reviewed_by) OVERRIDING SYSTEM VALUE VALUES
('2c9bc954-c483-4062-8bae-139213c7416a', 'SM00000000000000000000000000000006', 'whatsapp', '32', '+34910000001', '2027-03-09 11:00:07.490505+00', 'revoke', NULL, NULL, 'false', NULL, NULL),
('2e07b9d3-cb15-4a35-95d2-c293ebf77e06', 'SM00000000000000000000000000000001', 'whatsapp', '3', '+34910000001', '2027-03-09 11:00:05.136113+00', 'revoke', NULL, NULL, 'false', NULL, NULL),
('372efea4-19d6-4d84-9459-c06229eecfa7', 'SM00000000000000000000000000000005', 'sms', '30', '+34910000001', '2027-03-09 11:00:06.752571+00', 'revoke', 'c6d4e454-656b-44d1-8991-3b26d21dad0e', '800d43a0-2880-4505-a182-42aa33ef891a', 'false', NULL, NULL),
('4d214446-8775-4b33-9ea0-d3b75472745a', 'SM00000000000000000000000000000003', 'whatsapp', '22', '+34910000001', '2027-03-09 11:00:05.858922+00', 'revoke', NULL, NULL, 'false', NULL, NULL),
('7a172155-bf77-4ac2-9795-91a1f4c9c73d', 'SM00000000000000000000000000000004', 'whatsapp', '29', '+34910000001', '2027-03-09 11:00:06.27698+00', 'revoke_part', NULL, NULL, 'false', NULL, NULL),
('9612d494-4d55-4aa7-842d-bf1ed59482b5', 'SM00000000000000000000000000000002', 'whatsapp', '5', '+34910000001', '2027-03-09 11:00:05.340291+00', 'revoke', NULL, NULL, 'false', NULL, NULL);

INSERT INTO inbound_texts (inbound_id, body) OVERRIDING SYSTEM VALUE VALUES
('2c9bc954-c483-4062-8bae-139213c7416a', 'BAJA'),
('2e07b9d3-cb15-4a35-95d2-c293ebf77e06', 'BAJA'),
('372efea4-19d6-4d84-9459-c06229eecfa7', 'BAJA'),
('4d214446-8775-4b33-9ea0-d3b75472745a', 'BAJA'),
('7a172155-bf77-4ac2-9795-91a1f4c9c73d', 'no me llamen, solo whatsapp'),
('9612d494-4d55-4aa7-842d-bf1ed59482b5', 'SAIR');

INSERT INTO commands (id, key, name, actor, origin, why, lead_id, campaign_id, args, at) OVERRIDING SYSTEM VALUE VALUES
('1', NULL, 'suppress', 'ops', 'cli@host', '', NULL, NULL, '{}', '2027-03-09 11:00:05.495683+00'),
('2', NULL, 'suppress', 'ops', 'cli@host', '', NULL, NULL, '{}', '2027-03-09 11:00:05.511443+00'),
('3', NULL, 'suppress', 'ops', 'cli@host', '', NULL, NULL, '{}', '2027-03-09 11:00:05.599652+00'),
('4', NULL, 'suppress', 'ops', 'cli@host', '', NULL, NULL, '{}', '2027-03-09 11:00:05.687666+00'),
('5', NULL, 'suppress', 'ops', 'cli@host', '', NULL, NULL, '{}', '2027-03-09 11:00:05.696228+00');

SELECT setval('public.commands_id_seq', (SELECT max(id) FROM commands));

INSERT INTO consents (id, number_id, lead_id, channel, given, at, purpose, kind, source, list, expires, wording, recorded_by) OVERRIDING SYSTEM VALUE VALUES
('1', '6', 'da44aefa-349c-4dcd-b14f-145051176dad', 'call', 'false', '2027-01-10 00:00:00+00', NULL, 'express', 'phone', 'norte', NULL, NULL, ''),
('2', '7', 'bef905a9-0bd1-4772-9f36-271803d3da07', 'call', 'true', '2027-02-10 00:00:00+00', NULL, 'express', 'web form', 'sur', NULL, NULL, ''),
('3', '7', 'bef905a9-0bd1-4772-9f36-271803d3da07', 'sms', 'true', '2027-02-10 00:00:00+00', NULL, 'express', 'web form', 'sur', NULL, NULL, '');

SELECT setval('public.consents_id_seq', (SELECT max(id) FROM consents));

INSERT INTO consent_evidence (consent_id, body) OVERRIDING SYSTEM VALUE VALUES
('2', 'ticked the box'),
('3', 'ticked the box');

INSERT INTO suppressions (id, hmac, key_name, scope, value, since, source, ref, lifted) OVERRIDING SYSTEM VALUE VALUES
('1',  E'\\x0b6676a541e66d4312a4ebc3f7abc5dca8e9cc57174f45ccc0cdc5e531603fea', 'k1', 'everything', '', '2027-03-09 11:00:05.136138+00', 'reply', '2e07b9d3-cb15-4a35-95d2-c293ebf77e06', 'false'),
('2',  E'\\x9030277752433da5c79578e42e5c289c29750b087bf7e2d9927a3ea5b1b7d4fc', 'k1', 'everything', '', '2027-03-09 11:00:05.340319+00', 'reply', '9612d494-4d55-4aa7-842d-bf1ed59482b5', 'false'),
('3',  E'\\x4bb2c64dde96036d877fac626aaf40da1dc43b84611fb01e7f1f6c260fda0611', 'k1', 'purpose', 'survey', '2027-03-09 11:00:05.495683+00', 'command', 'command:1', 'false'),
('4',  E'\\xfb71a07eb2375c5c5fcf6541208a2416f58aaaee8c894e0423ec16fef4b5aca4', 'k1', 'channel', 'whatsapp', '2027-03-09 11:00:05.511443+00', 'command', 'command:2', 'false'),
('5',  E'\\x7553ff4ad298898efe3017431cfa163c19e0e0974eb174b97cf751044056999b', 'k1', 'everything', '', '2027-03-09 11:00:05.599652+00', 'command', 'command:3', 'false'),
('6',  E'\\xf9973289f3a20e955ecb4b90c6d092ee7e0e8a605ca044984476b6240c7b2a94', 'k1', 'everything', '', '2027-03-09 11:00:05.687666+00', 'command', 'command:4', 'false'),
('7',  E'\\xe6b070234393c2487bb22e10aae1b4d83f8b0f4270ae0285f071a029b8f43186', 'k1', 'everything', '', '2027-03-09 11:00:05.696228+00', 'command', 'command:5', 'false'),
('8',  E'\\xe6b070234393c2487bb22e10aae1b4d83f8b0f4270ae0285f071a029b8f43186', 'k1', 'everything', '', '2027-03-09 11:00:05.710663+00', 'command', 'lift', 'true'),
('9',  E'\\x12a10c29e5e5eddf92cf38730c9d5785bfd05eff907b1206b4082970d6fb2129', 'k1', 'everything', '', '2027-03-09 11:00:05.858967+00', 'reply', '4d214446-8775-4b33-9ea0-d3b75472745a', 'false'),
('10',  E'\\xf4fad4eec8c4e046e68c7cff0643bf8c1947949262996c4f9334f419f057e79b', 'k1', 'channel', 'sms', '2027-03-09 11:00:06.277011+00', 'reply', '7a172155-bf77-4ac2-9795-91a1f4c9c73d', 'false'),
('11',  E'\\xf4fad4eec8c4e046e68c7cff0643bf8c1947949262996c4f9334f419f057e79b', 'k1', 'channel', 'call', '2027-03-09 11:00:06.277011+00', 'reply', '7a172155-bf77-4ac2-9795-91a1f4c9c73d', 'false'),
('12',  E'\\x2cd103730aeef384364745a6318a56576d4d370f87516bef4aa48167a0966b02', 'k1', 'everything', '', '2027-03-09 11:00:06.752601+00', 'reply', '372efea4-19d6-4d84-9459-c06229eecfa7', 'false'),
('13',  E'\\x4f90626952a808adcadb2b0fdbc48d5e4f23393cd935e03d9269a03f152287a2', 'k1', 'everything', '', '2027-03-09 11:00:07.490537+00', 'reply', '2c9bc954-c483-4062-8bae-139213c7416a', 'false');

SELECT setval('public.suppressions_id_seq', (SELECT max(id) FROM suppressions));

INSERT INTO registry_copies (id, name, key_name, as_of, numbers, imported_at) OVERRIDING SYSTEM VALUE VALUES
('1', 'no_llame', 'k1', '2027-03-01', '2', '2027-03-09 11:00:05.774773+00');

SELECT setval('public.registry_copies_id_seq', (SELECT max(id) FROM registry_copies));

INSERT INTO registry_entries (copy_id, hmac) OVERRIDING SYSTEM VALUE VALUES
('1',  E'\\x1cfab40e83754e43f8c53d9606e662d696e50091189196e5e9452d39317d03ae'),
('1',  E'\\x4bb2c64dde96036d877fac626aaf40da1dc43b84611fb01e7f1f6c260fda0611');

INSERT INTO tasks (id, lead_id, enrolment_id, ref, kind, title, body, assign, opened_at, done_at, done_by) OVERRIDING SYSTEM VALUE VALUES
('31ba9744-ff83-498e-8b98-c6e3b7b36836', NULL, NULL, '7a172155-bf77-4ac2-9795-91a1f4c9c73d', 'reply', 'Stopped in part: answer what else it says', 'no me llamen, solo whatsapp', '', '2027-03-09 11:00:06.277011+00', NULL, NULL);

INSERT INTO news (id, enrolment_id, kind, at, ref, delivered_at) OVERRIDING SYSTEM VALUE VALUES
('1', 'dcd60d03-9fd0-4b59-b441-364de6598598', 'opt_out', '2027-03-09 11:00:06.752601+00', '372efea4-19d6-4d84-9459-c06229eecfa7', NULL);

SELECT setval('public.news_id_seq', (SELECT max(id) FROM news));

INSERT INTO floors (name, agents, paused, endpoint, updated_at) OVERRIDING SYSTEM VALUE VALUES
('sales', '500', '0', '', '2027-03-09 11:00:05.018085+00');

SET LOCAL session_replication_role = DEFAULT;
