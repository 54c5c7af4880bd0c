using Orchestrator.Contracts.World;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>
/// Light orchestrations under the name of a flow: each publishes a whole status of a migration and waits on a timer, again
/// and again. To engine, API and page they are migrations; only the steps do nothing.
/// </summary>
internal static class MigrationLoad
{
    /// <summary>Stands in the phase before the time of the change, in milliseconds since 1970.</summary>
    public const char Stamp = '@';

    private const int TurnsPerRun = 20;
    private static readonly string[] Owners = ["Payments", "Records", "Web", "Search", "Mail", "Night shift"];

    /// <summary>Adds the orchestration.</summary>
    public static DurableRegistry AddLoad(this DurableRegistry registry) => registry.AddOrchestration(OfflineMigration.Name, RunAsync);

    /// <summary>Starts them all; the same seed starts the same.</summary>
    public static Task StartAsync(IOrchestrationClient client, LoadOptions options)
    {
        var random = new Random(options.Seed);
        var hotRows = Math.Min(options.HotRows, options.Rows);
        // The hot ones change once a second; the others share what is left of the rate.
        var slow = TimeSpan.FromSeconds((options.Rows - hotRows) / Math.Max(1.0, options.Rate - hotRows));
        return Task.WhenAll(Enumerable.Range(0, options.Rows).Select(index =>
        {
            var every = index < hotRows ? TimeSpan.FromSeconds(1) : slow;
            var input = new LoadInput(PlanOf(index, index < hotRows, random), "olga", Rehearsal: false)
            {
                Index = index,
                Turns = options.Turns,
                Offset = every * random.NextDouble(),
                Every = every,
            };
            return client.StartAsync(new(OfflineMigration.Name, input) { InstanceId = $"{input.Plan.Name}-k{index:x10}" });
        }));
    }

    private static MigrationPlan PlanOf(int index, bool isHot, Random random) => FakeWorld.Plan() with
    {
        Name = isHot ? $"aa-hot-{index:d2}" : $"workload-{index:d4}",
        Environment = (WorkloadEnvironment)random.Next(Enum.GetValues<WorkloadEnvironment>().Length),
        Owner = new() { Name = Owners[random.Next(Owners.Length)] },
    };

    private static async Task<MigrationStatus> RunAsync(IOrchestrationContext context)
    {
        var input = context.GetInput<LoadInput>()!;
        var status = LoadStatus.Of(context, input);
        context.SetCustomStatus(status);
        var next = context.CurrentUtc + (input.Turn == 0 ? input.Offset : input.Every);
        for (var turn = 1; turn <= TurnsPerRun; turn++, next += input.Every)
        {
            await context.CreateTimer(next);
            status = LoadStatus.Of(context, input with { Turn = input.Turn + turn });
            context.SetCustomStatus(status);
            if (status.FinishedAt is not null)
                return status;
        }

        context.ContinueAsNew(input with { Turn = input.Turn + TurnsPerRun });
        return status;
    }
}
