using Xunit;

namespace Orchestrator.Functions.Tests.Hosts;

/// <summary>
/// The same migration, driven over HTTP by the same script, is the same in both hosts, and in the Functions app over our engine
/// as over the Durable Task runtime itself: its states, its steps and its report.
/// </summary>
public sealed class SameMigrationTests
{
    private const string Offline = """
        version: 1
        name: orders
        compute:
          source: { kind: fake, side: source }
          target: { kind: fake, side: target }
        infrastructure: { kind: fake }
        data:
          - { name: db, kind: fake }
        backup: { kind: fake }
        traffic: { kind: fake }
        strategy: offline
        approvals:
          cutover: { required: 1, from: [ approver ] }
        """;

    private static readonly string Online = Offline.Replace("strategy: offline", "strategy: online\ndowntime: { tolerance: PT30S }", StringComparison.Ordinal);

    public static TheoryData<string> Plans => [Offline, Online];

    [Theory]
    [MemberData(nameof(Plans))]
    public Task Migration_ApprovedAndFinalized_IsTheSame(string plan) => CompareAsync(async script =>
    {
        await script.StartAsync(plan);
        await script.UntilAsync("waitingForApproval");
        await script.DecideAsync("cutover", "approve");
        await script.UntilAsync("cutOver");
        await script.AskAsync("finalize");
        await script.UntilAsync("completed");
    });

    [Theory]
    [MemberData(nameof(Plans))]
    public Task Migration_Rejected_IsTheSame(string plan) => CompareAsync(async script =>
    {
        await script.StartAsync(plan);
        await script.UntilAsync("waitingForApproval");
        await script.DecideAsync("cutover", "reject");
        await script.UntilAsync("rolledBack");
    });

    [Theory]
    [MemberData(nameof(Plans))]
    public Task Migration_StepFails_IsTheSame(string plan) => CompareAsync(
        async script =>
        {
            await script.StartAsync(plan);
            await script.UntilAsync("waitingForApproval");
            await script.DecideAsync("cutover", "approve");
            await script.UntilAsync("rolledBack");
        },
        failing: "redirect");

    [Fact]
    public Task Migration_GoesBackAfterCutover_IsTheSame() => CompareAsync(async script =>
    {
        await script.StartAsync(Online);
        await script.UntilAsync("waitingForApproval");
        await script.DecideAsync("cutover", "approve");
        await script.UntilAsync("cutOver");
        await script.AskAsync("rollback", new { comment = "slower than before" });
        await script.UntilAsync("rolledBack");
    });

    private static async Task CompareAsync(Func<Script, Task> play, string? failing = null)
    {
        var told = new List<string>();
        foreach (ISite site in new ISite[] { await EmbeddedSite.StartAsync(), await FunctionsSite.StartAsync(), await FunctionsSite.StartOnRuntimeAsync() })
        {
            await using (site)
            {
                if (failing is not null)
                    site.Drill.Faults.Fail(failing);
                var script = new Script(site);
                await play(script);
                told.Add(await script.TellAsync());
                Assert.Empty(site.Drill.World.Violations);
            }
        }

        Assert.Equal(told[0], told[1]);
        Assert.Equal(told[0], told[2]);
    }
}
