using Orchestrator.Api.Dashboard;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Api.Tests.Dashboard;

public sealed class ForecastTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 5, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ExpiryPolicy.Rollback, "Needs 1 more approval by 2026-12-05 12:00 UTC, or is rolled back.")]
    [InlineData(ExpiryPolicy.Hold, "Needs 1 more approval by 2026-12-05 12:00 UTC.")]
    public void Of_Gate_SaysWhatIsMissingUntilWhen(ExpiryPolicy onExpiry, string expected)
    {
        var status = Status(MigrationState.WaitingForApproval) with { WaitingFor = new("cutover", 2, ["anna"], "hash", Noon) };
        Assert.Equal(expected, Forecast.Of(new(status, Facts(new() { Required = 2, OnExpiry = onExpiry })), null));
    }

    [Theory]
    [InlineData(4, "Less than 10 s left in this step.")]
    [InlineData(44, "About 40 s left in this step.")]
    [InlineData(271, "About 5 min left in this step.")]
    [InlineData(3 * 3600, "About 3 h left in this step.")]
    [InlineData(3 * 86400, "About 3 days left in this step.")]
    public void Of_RunningStep_SaysHowLongItTakesYet(int seconds, string expected) =>
        Assert.Equal(expected, Forecast.Of(new(Status(MigrationState.Running), Facts()), TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Of_StepToBeRepeated_SaysWhen()
    {
        var status = Status(MigrationState.Running) with { Steps = [new("restore", "Restore", StepState.Running) { RetryAt = Noon }] };
        Assert.Equal("The step is tried again at 2026-12-05 12:00 UTC.", Forecast.Of(new(status, Facts()), null));
    }

    [Fact]
    public void Of_Sync_SaysWhenItHasCaughtUpOrHowLongAFreezeWouldTake()
    {
        var status = Status(MigrationState.Running);
        var behind = new SyncReport(SyncDirection.Forward, "x") { CatchUp = TimeSpan.FromMinutes(7) };
        var proven = behind with { IsProven = true, PredictedFreeze = TimeSpan.FromSeconds(21) };

        Assert.Equal("The target has caught up in about 7 min.", Forecast.Of(new(status with { Sync = behind }, Facts()), null));
        Assert.Equal("A cutover now would freeze writes for about 20 s.", Forecast.Of(new(status with { Sync = proven }, Facts()), null));
    }

    [Fact]
    public void Of_FallbackWindow_SaysHowLongOneCanGoBack()
    {
        var status = Status(MigrationState.CutOver) with { FallbackUntil = Noon };
        var followed = status with { WayBack = new(IsOpen: true, "The source follows.", Noon) };
        var closed = status with { WayBack = new(IsOpen: false, "The source is gone.", Noon) };

        Assert.Equal("Going back is possible until 2026-12-05 12:00 UTC, if nothing would be lost.", Forecast.Of(new(status, Facts()), null));
        Assert.Equal("Going back is possible until 2026-12-05 12:00 UTC.", Forecast.Of(new(followed, Facts()), null));
        Assert.Equal("Going back would lose what users wrote on the target.", Forecast.Of(new(closed, Facts()), null));
    }

    [Theory]
    [InlineData(MigrationState.Running)]
    [InlineData(MigrationState.OnHold)]
    [InlineData(MigrationState.CutOver)]
    [InlineData(MigrationState.Completed)]
    public void Of_NothingKnown_IsSilent(MigrationState state) => Assert.Null(Forecast.Of(new(Status(state), Facts()), null));

    [Fact]
    public void Take_SteadyProgress_TellsTheRest()
    {
        var rate = new StepRate("restore", new(0, 1_000, "rows"), Noon);

        Assert.Null(rate.Take(new(10, 1_000, "rows"), Noon.AddSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(90), rate.Take(new(100, 1_000, "rows"), Noon.AddSeconds(10)));
    }

    [Fact]
    public void Take_RateChanges_ForgetsWhatWasLongAgo()
    {
        var rate = new StepRate("restore", new(0, 10_000, "rows"), Noon);
        for (var second = 1; second <= 60; second++)
            rate.Take(new(second, 10_000, "rows"), Noon.AddSeconds(second));

        var slow = rate.Take(new(61, 10_000, "rows"), Noon.AddSeconds(61))!.Value;
        for (var second = 62; second <= 120; second++)
            rate.Take(new(60 + (second - 60) * 100, 10_000, "rows"), Noon.AddSeconds(second));
        var fast = rate.Take(new(6_160, 10_000, "rows"), Noon.AddSeconds(121))!.Value;

        Assert.InRange(slow, TimeSpan.FromSeconds(9_000), TimeSpan.FromSeconds(11_000));
        Assert.InRange(fast, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(50));
    }

    [Theory]
    [InlineData(0, 1_000L)]
    [InlineData(500, null)]
    [InlineData(2_000, 1_000L)]
    public void Take_NothingToTellFrom_IsSilent(long completed, long? total)
    {
        var rate = new StepRate("restore", new(0, total, "rows"), Noon);
        Assert.Null(rate.Take(new(completed, total, "rows"), Noon.AddSeconds(10)));
    }

    [Fact]
    public void Take_StepBeginsAnew_MeasuresAnew()
    {
        var rate = new StepRate("restore", new(900, 1_000, "rows"), Noon);
        Assert.Null(rate.Take(new(5, 1_000, "rows"), Noon.AddSeconds(10)));
        Assert.Equal(TimeSpan.FromSeconds(89.5), rate.Take(new(105, 1_000, "rows"), Noon.AddSeconds(20)));
    }

    private static MigrationStatus Status(MigrationState state) => new("orders-k1", "orders", MigrationStrategy.Offline, false, state);

    private static MigrationFacts Facts(ApprovalGate? gate = null) =>
        new(WorkloadEnvironment.Production, null, gate is null ? new Dictionary<string, ApprovalGate>() : new() { ["cutover"] = gate });
}
