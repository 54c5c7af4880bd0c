using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Local.Cli.Watching;
using Spectre.Console;

namespace Orchestrator.Local.Tests.Cli.Watching;

public class StatusViewTests
{
    private static readonly DateTimeOffset Now = Statuses.Start.AddSeconds(10);

    [Fact]
    public void Lines_Running_ShowEveryStepItsProgressAndItsUndo() => AssertText(
        """
        orders  offline migration orders-1  running: Back up the source's data
        users on the source · writes frozen for 10 s · started 2026-12-05 22:00:00Z by maria · 10 s

          ✓ Tell stakeholders and freeze changes  0.4 s
          ✓ Hold user traffic                     1 s         undo: Let users reach the source again
          ▶ Back up the source's data             ████████████░░░░░░░░ 60 % · 1.2 GiB of 2 GiB · 48 MiB/s · 17 s left (attempt 2)
          · Provision the target

        Next: Provision the target
        """,
        new StatusView(Statuses.Running, Now, IsUnicode: true) { PerSecond = 48 * 1024 * 1024, Age = TimeSpan.FromSeconds(2) });

    [Fact]
    public void Lines_AtGate_ShowTheExactCommands() => AssertText(
        """
        orders  offline migration orders-1  waitingForApproval: Back up the source's data
        users on the source · writes frozen for 8 s · started 2026-12-05 22:00:00Z by maria · 10 s


        Next: Provision the target
        Waiting at gate 'cutover': 1 of 2 approved (ada), until 2026-12-06 22:00:00Z.
        Evidence abc123
          orchestrator approve orders-1 cutover --comment "..."
          orchestrator reject orders-1 cutover --comment "..."
        """,
        new StatusView(Statuses.AtGate with { Steps = [] }, Now, IsUnicode: true));

    [Fact]
    public void Lines_Held_ShowTheErrorAndTheDecisions()
    {
        var held = Statuses.Running with
        {
            State = MigrationState.OnHold,
            Next = null,
            Steps = [new("restore", "Restore the backup", StepState.OnHold) { StartedAt = Statuses.Start, FinishedAt = Now, Attempt = 3, Error = "db1: no space. Make some.", Undoes = "Remove it" }],
        };

        AssertText(
            """
            orders  offline migration orders-1  onHold: Back up the source's data
            users on the source · writes frozen for 8 s · started 2026-12-05 22:00:00Z by maria · 10 s

              x Restore the backup  onHold 10 s (attempt 3)  undo: Remove it
                  db1: no space. Make some.

            Step 'Restore the backup' failed and waits for a decision:
              orchestrator retry orders-1
              orchestrator skip orders-1
              orchestrator rollback orders-1
            """,
            new StatusView(held, Now, IsUnicode: false));
    }

    [Fact]
    public void Lines_RolledBack_SayWhatWasUndone()
    {
        var status = Statuses.Ended(MigrationState.RolledBack) with
        {
            Traffic = Side.Source,
            Error = "Restore failed.",
            Steps = [new("hold", "Hold user traffic", StepState.Undone) { StartedAt = Statuses.Start, FinishedAt = Now, Attempt = 1, Undoes = "Release" }],
        };

        AssertText(
            """
            orders  offline migration orders-1  rolledBack
            users on the source · downtime 1:35 min · started 2026-12-05 22:00:00Z by maria · 5:00 min

              ↩ Hold user traffic  undone 10 s

            Restore failed.
            Next: Provision the target
            The evidence: orchestrator report orders-1
            """,
            new StatusView(status, Now, IsUnicode: true));
    }

    [Fact]
    public void Lines_HostileNames_CannotSteerTheTerminal()
    {
        var status = Statuses.Running with { Workload = "[red]x[/]\u001b[2J\n\u202Ey", Id = "a; rm -rf /" };

        var lines = new StatusView(status with { State = MigrationState.Paused }, Now, IsUnicode: true).Lines().ToList();

        Assert.StartsWith("[red]x[/]\uFFFD[2J \uFFFDy ", lines[0].Text, StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Text == "Paused: orchestrator resume 'a; rm -rf /'");
    }

    [Fact]
    public void Render_Markup_IsShownAsItIs()
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 100;

        console.Write(LiveView.Render([Line.Of("[bold]orders[/] [unclosed", Tone.Strong), Line.Empty]));

        Assert.StartsWith("[bold]orders[/] [unclosed", output.ToString(), StringComparison.Ordinal);
    }

    private static void AssertText(string expected, StatusView view) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', view.Lines().Select(line => line.Text)));
}
