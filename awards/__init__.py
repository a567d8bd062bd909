"""KHEN THƯỞNG: who is rewarded – rounds, dossiers, council, decision, Giấy khen."""
