using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Migrations;

/// <summary>The events that the alerts of <c>infra/modules/alerts.bicep</c> look for are logged when they must be, and only then.</summary>
public sealed class AlertEventsTests
{
    [Fact]
    public async Task Gate_Waits_IsLoggedWithItsExpiryAtEveryReminder()
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(FakeWorld.Plan() with { Approvals = new Dictionary<string, ApprovalGate> { [Gates.Cutover] = new() } });
        while (drill.Time.GetUtcNow() < status.StartedAt + TimeSpan.FromHours(5))
        {
            drill.Time.AdvanceToNextTimer();
            await drill.SettleAsync(status.Id);
        }

        var expected = $"{status.Id}: ApprovalNeeded: 'cutover' of {status.Workload} needs 1 more approval(s) until {status.WaitingFor!.ExpiresAt:u}.";
        Assert.Equal([expected, expected], drill.Log.Of("PeopleNeeded"));
    }

    [Fact]
    public async Task Step_Held_IsLogged()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("restore");
        var status = await drill.StartAsync(FakeWorld.Plan() with { OnFailure = FailurePolicy.Hold });
        Assert.Equal(MigrationState.OnHold, (await drill.RunUntilAsync(status.Id, MigrationState.OnHold)).State);
        Assert.StartsWith($"{status.Id}: Held: The step 'restore' failed", Assert.Single(drill.Log.Of("PeopleNeeded")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_Succeeds_NobodyIsNeeded()
    {
        var drill = new MigrationDrill();
        await drill.StartAsync(OnlineMigrationTests.Plan());
        Assert.Empty(drill.Log.Of("PeopleNeeded"));
        Assert.NotEmpty(drill.Log.Of("SyncLag"));
    }

    [Fact]
    public async Task WayBack_Breaks_IsLoggedOnce()
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        drill.World.Sync = new(IsFollowing: false, LagBytes: 0) { Problems = [new("slot", "it was lost", "Stay", IsBlocking: true)] };
        for (var look = 0; look < 3; look++, drill.Time.AdvanceToNextTimer())
            await drill.SettleAsync(status.Id);
        await drill.SettleAsync(status.Id);
        Assert.Equal($"{status.Id}: Held: Going back is not possible any more without a loss: slot: it was lost (Stay)", Assert.Single(drill.Log.Of("PeopleNeeded")));
    }

    [Fact]
    public async Task Lag_LookedAtEverySecond_IsLoggedOnceAMinute()
    {
        var drill = new MigrationDrill();
        drill.World.Sync = new(IsFollowing: true, LagBytes: 42) { Problems = [new("db", "not yet", "Wait", IsBlocking: true)] };
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        var from = drill.Time.GetUtcNow();
        while (drill.Time.GetUtcNow() < from + TimeSpan.FromMinutes(3))
        {
            drill.Time.AdvanceToNextTimer();
            await drill.SettleAsync(status.Id);
        }

        var logged = drill.Log.Of("SyncLag");
        Assert.InRange(logged.Count, 3, 4);
        Assert.All(logged, text => Assert.Equal($"{status.Id}: the follower is 42 bytes behind", text));
    }
}
