using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Adapters.PostgreSql;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Benchmarks.Online;

/// <summary>
/// The process whose memory is measured: the product's adapter, driven by one command a line in the order of
/// <see cref="IOnlineDataAdapter"/>. Answers each with a line of JSON: milliseconds by part.
/// </summary>
internal sealed class SyncWorker
{
    /// <summary>The environment variables with the connections, so that no password stands in a command line.</summary>
    public const string SourceVariable = "ORCHESTRATOR_BENCH_SOURCE";

    /// <inheritdoc cref="SourceVariable"/>
    public const string TargetVariable = "ORCHESTRATOR_BENCH_TARGET";

    private const SyncDirection There = SyncDirection.Forward;
    private const int MaxTries = 10;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProofPatience = TimeSpan.FromMinutes(5);
    private readonly IOnlineDataAdapter _adapter;
    private readonly DataComponent _component;
    private readonly StepScope _scope;
    private readonly CancellationToken _stop = CancellationToken.None;

    private SyncWorker(IOnlineDataAdapter adapter, string folder)
    {
        _adapter = adapter;
        _component = new()
        {
            Name = "db",
            Kind = "postgresql",
            Source = JsonSerializer.SerializeToElement(new { connection = $"env:{SourceVariable}" }),
            Target = JsonSerializer.SerializeToElement(new { connection = $"env:{TargetVariable}" }),
            Settings = new Dictionary<string, JsonElement> { ["parallelism"] = JsonSerializer.SerializeToElement(2) },
        };
        _scope = TestScope.Create(_component, folder, migrationId: $"bench-{Path.GetFileName(folder)}");
    }

    public static async Task<int> RunAsync(string folder)
    {
        await using var services = new ServiceCollection().AddLogging().AddPostgreSqlAdapters().BuildServiceProvider();
        var worker = new SyncWorker(services.GetServices<IAdapter>().OfType<IOnlineDataAdapter>().Single(), folder);
        while (await Console.In.ReadLineAsync() is { } command)
            Console.WriteLine(DurableJson.Write(await worker.AnswerAsync(command)));
        return 0;
    }

    private async Task<WorkerAnswer> AnswerAsync(string command)
    {
        var parts = new Parts();
        try
        {
            await DoAsync(command, parts);
            return new(parts.Milliseconds, null);
        }
        catch (Exception error)
        {
            // Whatever it is, it is the answer; the process goes on and takes the sync away when it is told to.
            return new(parts.Milliseconds, error.Message);
        }
    }

    private Task DoAsync(string command, Parts parts) => command switch
    {
        WorkerCommand.Copy => CopyAsync(parts),
        WorkerCommand.Finish => FinishAsync(),
        WorkerCommand.Prove => parts.MeasureAsync("prove", ProveAsync),
        WorkerCommand.CutOver => CutOverAsync(parts),
        WorkerCommand.Settle => SettleAsync(),
        WorkerCommand.Compare => parts.MeasureAsync("compare", CompareAsync),
        WorkerCommand.End => EndAsync(),
        _ => throw new InvalidOperationException($"There is no command '{command}'."),
    };

    private async Task CopyAsync(Parts parts)
    {
        await _adapter.PrepareTargetAsync(_component, _scope, _stop);
        await parts.MeasureAsync("configure sync", () => _adapter.ConfigureSyncAsync(_component, There, _scope, _stop));
        await parts.MeasureAsync("copy baseline", () => _adapter.CopyBaselineAsync(_component, _scope, _stop));
        await parts.MeasureAsync("freeze target", FreezeTargetAsync);
    }

    private async Task FinishAsync()
    {
        await _adapter.FreezeAsync(_component, Side.Source, _scope, _stop);
        await _adapter.FinishSyncAsync(_component, There, _scope, _stop);
    }

    // As the runbook does: what passes by itself is tried again.
    private async Task FreezeTargetAsync()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await _adapter.FreezeAsync(_component, Side.Target, _scope, _stop);
                return;
            }
            catch (AdapterException error) when (error.IsTransient && tries < MaxTries)
            {
                await Task.Delay(Slice, _stop);
            }
        }
    }

    // As the runbook does while it waits for the gate: looks after the sync, then compares a slice, until nothing is in the way.
    private async Task ProveAsync()
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            var sync = await _adapter.GetSyncAsync(_component, There, _scope, _stop);
            var verified = await _adapter.VerifyAsync(_component, There, Slice, _scope, _stop);
            if (verified.Items.FirstOrDefault(item => item.IsDifferent) is { } different)
                throw new InvalidOperationException($"{different.Name} differs: {string.Join(", ", different.FirstDifferences)}");
            var problem = sync.Problems.FirstOrDefault(problem => problem.IsBlocking);
            if (verified.IsProven && problem is null)
                return;
            if (since.Elapsed > ProofPatience)
                throw new InvalidOperationException(problem?.Problem ?? "Not everything was compared in time.");
        }
    }

    private async Task CutOverAsync(Parts parts)
    {
        await parts.MeasureAsync("freeze source", () => _adapter.FreezeAsync(_component, Side.Source, _scope, _stop));
        await parts.MeasureAsync("prove the freeze", () => _adapter.ProveFrozenAsync(_component, Side.Source, _scope, _stop));
        await parts.MeasureAsync("final sync", () => _adapter.FinishSyncAsync(_component, There, _scope, _stop));
        await parts.MeasureAsync("compare changes", CompareChangesAsync);
        await parts.MeasureAsync("arm the way back", () => _adapter.ConfigureSyncAsync(_component, SyncDirection.Reverse, _scope, _stop));
        await parts.MeasureAsync("open the target", () => _adapter.ThawAsync(_component, Side.Target, _scope, _stop));
        await _adapter.RemoveSyncAsync(_component, There, _scope, _stop);
    }

    // What clients wrote to the target has then reached the source as well.
    private async Task SettleAsync()
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(100, _stop))
            if (await _adapter.GetSyncAsync(_component, SyncDirection.Reverse, _scope, _stop) is { IsFollowing: true, LagBytes: 0 })
                return;
        throw new InvalidOperationException("The source does not catch up with the target.");
    }

    private async Task CompareChangesAsync() =>
        RequireEqual(await _adapter.CompareChangesAsync(_component, There, _scope, _stop));

    private async Task CompareAsync() => RequireEqual(await _adapter.CompareAsync(_component, null, _scope, _stop));

    private static void RequireEqual(DataComparison comparison)
    {
        if (comparison.Items.FirstOrDefault(item => !item.IsEqual) is { } different)
            throw new InvalidOperationException($"{different.Name} differs: {string.Join(", ", different.FirstDifferences)}");
    }

    // Leaves the source as it was, so that the next method finds it so.
    private async Task EndAsync()
    {
        await _adapter.ThawAsync(_component, Side.Source, _scope, _stop); // only then does the sync's end take away what refused changes
        await _adapter.RemoveSyncAsync(_component, SyncDirection.Reverse, _scope, _stop);
        await _adapter.RemoveSyncAsync(_component, There, _scope, _stop);
    }
}
