using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Local.Cli.Watching;

namespace Orchestrator.Local.Tests.Cli.Watching;

public class StatusChangesTests
{
    [Fact]
    public void Between_NothingAndRunning_TellsEverythingSoFar() => Assert.Equal(
        [
            "orders: offline migration orders-1",
            "writes are frozen: the downtime has begun",
            "completed: Tell stakeholders and freeze changes (0.4 s)",
            "completed: Hold user traffic (1 s)",
            "running: Back up the source's data",
            "state: running",
        ],
        StatusChanges.Between(null, Statuses.Running));

    [Fact]
    public void Between_RunningAndCutOver_TellsWhatChanged() => Assert.Equal(
        [
            "users are on the target",
            "writes are possible again: 1:35 min of downtime",
            "completed: Back up the source's data (57 s)",
            "completed: Provision the target",
            "state: cutOver",
            "Users are on the target. Going back is possible until 2026-12-19 22:00:00Z:",
            "  orchestrator rollback orders-1 --comment \"...\"",
            "  orchestrator finalize orders-1",
        ],
        StatusChanges.Between(Statuses.Running, Statuses.CutOver));

    [Fact]
    public void Between_SameStatus_TellsNothing() => Assert.Empty(StatusChanges.Between(Statuses.AtGate, Statuses.AtGate with { Revision = 9 }));

    [Fact]
    public void Between_AnotherApproval_TellsTheGateAgain()
    {
        var approved = Statuses.AtGate with { WaitingFor = Statuses.AtGate.WaitingFor! with { ApprovedBy = ["ada", "bo"] } };

        Assert.Contains("Waiting at gate 'cutover': 2 of 2 approved (ada, bo), until 2026-12-06 22:00:00Z.", StatusChanges.Between(Statuses.AtGate, approved));
    }

    [Theory]
    [InlineData(1_288_490_189, 1_300_000_000, 0)]
    [InlineData(1_288_490_189, 1_600_000_000, 1)]
    public void Between_Progress_TellsEveryTenth(long before, long after, int lines) =>
        Assert.Equal(lines, StatusChanges.Between(WithProgress(before), WithProgress(after)).Count());

    [Fact]
    public void Between_FailedAttempt_TellsWhy()
    {
        var failed = Statuses.Running with { Steps = [.. Statuses.Running.Steps.Select(step => step.State == StepState.Running ? step with { Error = "db1: gone." } : step)] };

        Assert.Equal(["failed, attempt 2: Back up the source's data: db1: gone."], StatusChanges.Between(Statuses.Running, failed));
    }

    private static MigrationStatus WithProgress(long completed) => Statuses.Running with
    {
        Steps = [Statuses.Running.Steps[2] with { Progress = new StepProgress(completed, 2_147_483_648, "bytes") }],
    };
}
