"""The migrations lead to the tables of the code, on both databases, and back."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from storage import migrate, revision
from storage.tables import metadata

pytestmark = pytest.mark.both_databases


def test_a_new_database_is_told_to_be_behind_and_is_brought_to_the_head(database_url: str) -> None:
    before = revision.check(database_url)
    assert before.current is None
    assert not before.is_at_head
    after = migrate.upgrade(database_url)
    assert after.is_at_head
    assert revision.check(database_url) == after


def test_the_head_of_the_migrations_equals_the_tables_of_the_code(database_url: str) -> None:
    migrate.upgrade(database_url)
    with revision.transaction(database_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_release_knows_its_revision_as_alembic_does(database_url: str) -> None:
    with revision.transaction(database_url) as connection:
        script = ScriptDirectory.from_config(migrate.config(connection))
    assert revision.head() == script.get_current_head()


def test_upgrading_twice_changes_nothing_and_keeps_what_is_stored(database_url: str) -> None:
    migrate.upgrade(database_url)
    with revision.transaction(database_url) as connection:
        connection.execute(text("INSERT INTO meta (key, value) VALUES ('a', 'b')"))
    assert migrate.upgrade(database_url).is_at_head
    with revision.transaction(database_url) as connection:
        assert connection.execute(text("SELECT value FROM meta")).scalars().all() == ["b"]


def test_the_migrations_can_be_taken_back_to_nothing(database_url: str) -> None:
    migrate.upgrade(database_url)
    with revision.transaction(database_url) as connection:
        command.downgrade(migrate.config(connection), "base")
    with revision.transaction(database_url) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    assert migrate.upgrade(database_url).is_at_head


def test_the_plans_of_before_are_reform_plans_and_keep_their_tasks(database_url: str) -> None:
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0001")
        for statement in (
            "INSERT INTO units (code, name_vi, name_en, kind) VALUES ('SNV', 'Sở', 'Department', 'department')",
            "INSERT INTO plans VALUES ('p', 'CCHC-2023', 2023, 'Kế hoạch', 'Plan', TRUE)",
            "INSERT INTO tasks (id, plan_id, code, area, title_vi, title_en, lead_unit, product_vi, due_date,"
            " original_due_date, status, progress_percent, revision)"
            " VALUES ('t', 'p', 'A-1', 'steering', 'Việc', 'Task', 'SNV', '', '2023-12-01', '2023-12-01',"
            " 'in_progress', 0, 0)",
        ):
            connection.execute(text(statement))
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0002")
    with revision.transaction(database_url) as connection:
        assert connection.execute(text("SELECT code, kind FROM plans")).all() == [("CCHC-2023", "reform")]
        assert connection.execute(text("SELECT count(*) FROM duties")).scalar_one() == 0
        command.downgrade(migrate.config(connection), "0001")
    with revision.transaction(database_url) as connection:
        assert connection.execute(text("SELECT code, plan_id FROM tasks")).all() == [("A-1", "p")]


def test_what_a_dispatch_ordered_stays_when_figures_of_dossiers_come_beside_it(database_url: str) -> None:
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0003")
        for statement in (
            "INSERT INTO units (code, name_vi, name_en, kind) VALUES ('SNV', 'Sở', 'Department', 'department')",
            "INSERT INTO dispatches VALUES ('d', 'CV-1', '2023-10-02', 'Công văn', 'Dispatch', TRUE)",
            "INSERT INTO plan_terms VALUES (2023, 2023)",
        ):
            connection.execute(text(statement))
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0004")
    with revision.transaction(database_url) as connection:
        assert connection.execute(text("SELECT code FROM dispatches")).scalars().all() == ["CV-1"]
        connection.execute(
            text(
                "INSERT INTO dossier_entries (unit_code, month, version, received, online, entered_at)"
                " VALUES ('SNV', '2023-09-01', 1, 100, 60, '2023-10-02')"
            )
        )
        assert connection.execute(text("SELECT reason, is_sample FROM dossier_entries")).all() == [
            ("", False)
        ]
        command.downgrade(migrate.config(connection), "0003")
    with revision.transaction(database_url) as connection:
        assert connection.execute(text("SELECT first_year FROM plan_terms")).scalars().all() == [2023]
        assert "dossier_entries" not in inspect(connection).get_table_names()


def test_units_stay_when_the_ranking_comes_and_when_it_goes(database_url: str) -> None:
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0005")
        connection.execute(
            text("INSERT INTO units (code, name_vi, name_en, kind) VALUES ('SNV', 'Sở', 'D', 'department')")
        )
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0006")
        for statement in (
            "INSERT INTO ranking_exercises (year, is_sample) VALUES (2023, FALSE)",
            "INSERT INTO ranking_criteria VALUES ('c', 2023, '1.1', 0, 'steering', 'Tên', 'Name', 250, '[]')",
            "INSERT INTO ranking_scores (criterion_id, unit_code, own, evidence, reason)"
            " VALUES ('c', 'SNV', 225, '', '')",
        ):
            connection.execute(text(statement))
        assert connection.execute(text("SELECT revision FROM ranking_exercises")).scalar_one() == 0
    with revision.transaction(database_url) as connection:
        command.downgrade(migrate.config(connection), "0005")
    with revision.transaction(database_url) as connection:
        assert connection.execute(text("SELECT code FROM units")).scalars().all() == ["SNV"]
        assert "ranking_scores" not in inspect(connection).get_table_names()


def test_inspections_stay_when_reports_of_units_come_beside_them(database_url: str) -> None:
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0006")
        for statement in (
            "INSERT INTO units (code, name_vi, name_en, kind) VALUES ('SNV', 'Sở', 'Department', 'department')",
            "INSERT INTO people (id, chat_ref, chat_sealed, created_at) VALUES ('p', 'c', 'x', '2023-10-02')",
            "INSERT INTO plan_terms VALUES (2023, 2023)",
        ):
            connection.execute(text(statement))
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0007")
    with revision.transaction(database_url) as connection:
        connection.execute(
            text(
                "INSERT INTO unit_reports (unit_code, period, version, as_of, derived, counts, difficulties, proposals,"
                " sent_at, sent_by, role) VALUES ('SNV', '2023-year', 1, '2023-12-12', '{}', '{}', '', '',"
                " '2023-12-12', 'p', 'unit_head')"
            )
        )
        assert connection.execute(text("SELECT target, has_digital_plan FROM unit_reports")).all() == [
            (None, None)
        ]
        command.downgrade(migrate.config(connection), "0006")
    with revision.transaction(database_url) as connection:
        assert connection.execute(text("SELECT first_year FROM plan_terms")).scalars().all() == [2023]
        assert "unit_reports" not in inspect(connection).get_table_names()


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(database_url: str) -> None:
    # The last of the tables is there already, and in the way.
    last = sorted(metadata.tables)[-1]
    with revision.transaction(database_url) as connection:
        connection.execute(text(f"CREATE TABLE {last} (stranger TEXT)"))
    with pytest.raises(Exception, match=last):
        migrate.upgrade(database_url)
    with revision.transaction(database_url) as connection:
        assert inspect(connection).get_table_names() == [last]


def test_the_history_of_tasks_outlives_the_day_that_an_act_names(database_url: str) -> None:
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0001")
        for statement in (
            "INSERT INTO units (code, name_vi, name_en, kind) VALUES ('SYT', 'Sở Y tế', 'Health', 'department')",
            "INSERT INTO plans (id, code, year, title_vi, title_en, is_sample) "
            "VALUES ('p', 'KH-2023', 2023, 'Kế hoạch', 'Plan', false)",
            "INSERT INTO tasks (id, plan_id, code, area, title_vi, title_en, lead_unit, product_vi, due_date, "
            "original_due_date, status) VALUES ('t', 'p', 'A-1', 'steering', 'Việc', 'Work', 'SYT', 'Báo cáo', "
            "'2023-10-31', '2023-10-31', 'in_progress')",
            "INSERT INTO task_events (id, task_id, at, act, note) "
            "VALUES (1, 't', '2023-10-02 01:00:00+00:00', 'explain', 'Thiếu người')",
        ):
            connection.execute(text(statement))
    migrate.upgrade(database_url)
    kept = text("SELECT act, note, until FROM task_events")
    with revision.transaction(database_url) as connection:
        assert [tuple(row) for row in connection.execute(kept)] == [("explain", "Thiếu người", None)]
        connection.execute(text("UPDATE task_events SET until = '2023-11-30'"))
        command.downgrade(migrate.config(connection), "0001")
        assert connection.execute(text("SELECT act, note FROM task_events")).one() == (
            "explain",
            "Thiếu người",
        )


def test_units_and_the_history_of_tasks_outlive_the_successions(database_url: str) -> None:
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0001")
        for statement in (
            "INSERT INTO units (code, name_vi, name_en, kind) VALUES ('SDL', 'Sở Du lịch', 'Tourism', 'department')",
            "INSERT INTO plans (id, code, year, title_vi, title_en, is_sample) "
            "VALUES ('p', 'KH-2023', 2023, 'Kế hoạch', 'Plan', false)",
            "INSERT INTO tasks (id, plan_id, code, area, title_vi, title_en, lead_unit, product_vi, due_date, "
            "original_due_date, status) VALUES ('t', 'p', 'A-1', 'steering', 'Việc', 'Work', 'SDL', 'Báo cáo', "
            "'2023-10-31', '2023-10-31', 'in_progress')",
            "INSERT INTO task_events (id, task_id, at, act) "
            "VALUES (1, 't', '2023-10-02 01:00:00+00:00', 'acknowledge')",
        ):
            connection.execute(text(statement))
    migrate.upgrade(database_url)
    with revision.transaction(database_url) as connection:
        kept = connection.execute(text("SELECT act, from_unit, to_unit FROM task_events")).one()
        assert tuple(kept) == ("acknowledge", None, None)
        connection.execute(text("INSERT INTO unit_successors (unit_code, successor) VALUES ('SDL', 'SDL')"))
        command.downgrade(migrate.config(connection), "0001")
        assert connection.execute(text("SELECT act FROM task_events")).scalars().all() == ["acknowledge"]
        assert connection.execute(text("SELECT code FROM units")).scalars().all() == ["SDL"]


def test_the_folder_of_an_embedded_database_is_made(tmp_path: Path) -> None:
    assert migrate.upgrade(f"sqlite:///{tmp_path}/not/yet/there.sqlite3").is_at_head


def test_days_that_were_added_stay_when_it_is_kept_who_set_them(database_url: str) -> None:
    with revision.transaction(database_url) as connection:
        command.upgrade(migrate.config(connection), "0005")
        connection.execute(
            text(
                "INSERT INTO calendar_days (day, is_working, reason, source)"
                " VALUES ('2026-01-02', FALSE, 'Nghỉ bù', 'Thông báo')"
            )
        )
    migrate.upgrade(database_url)
    with revision.transaction(database_url) as connection:
        assert connection.execute(text("SELECT reason, source, set_by, set_at FROM calendar_days")).all() == [
            ("Nghỉ bù", "Thông báo", None, None)
        ]
        for broadcast, words, area in (("a", "", "steering"), ("b", "Họp", "steering"), ("c", "Họp", None)):
            connection.execute(
                text(
                    "INSERT INTO people (id, chat_ref, chat_sealed, created_at)"
                    " SELECT 'p', 'r', :sealed, '2023-10-02' WHERE NOT EXISTS (SELECT 1 FROM people)"
                ),
                {"sealed": b"x"},
            )
            connection.execute(
                text(
                    "INSERT INTO broadcasts (id, audience, area, words, sent_by, sent_at, day)"
                    " VALUES (:id, 'overdue', :area, :words, 'p', '2023-10-02', '2023-10-02')"
                ),
                {"id": broadcast, "words": words, "area": area},
            )
        assert connection.execute(text("SELECT count(*) FROM broadcasts")).scalar_one() == 3
        command.downgrade(migrate.config(connection), "0005")
        assert connection.execute(text("SELECT reason FROM calendar_days")).scalars().all() == ["Nghỉ bù"]
        assert "broadcasts" not in inspect(connection).get_table_names()
