using Orchestrator.Adapters.Files.Files;
using Orchestrator.Adapters.Files.Sync;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Support;

/// <summary>A workbench whose target follows its source, and the other way round.</summary>
internal sealed class SyncBench : IDisposable
{
    public Workbench Bench { get; } = new();

    public FilesDataAdapter Adapter => (FilesDataAdapter)Bench.Adapter;

    public string Source => Bench.Source;

    public string Target => Bench.Target;

    public CancellationToken Patience => Bench.Patience;

    public StepScope Scope => Bench.Scope();

    /// <summary>Prepares the target, configures the forward sync and copies everything.</summary>
    public async Task<DataSize> BeginAsync()
    {
        await Bench.PrepareAsync();
        await ConfigureAsync(SyncDirection.Forward);
        return await BaselineAsync();
    }

    /// <summary>Everything up to the open target: the reverse sync is configured.</summary>
    public async Task CutOverAsync()
    {
        await FinishAsync();
        Assert.True((await CompareAsync()).IsEqual);
        await ConfigureAsync(SyncDirection.Reverse);
        await Adapter.RemoveSyncAsync(Bench.Component, SyncDirection.Forward, Scope, Patience);
    }

    public Task ConfigureAsync(SyncDirection direction) => Adapter.ConfigureSyncAsync(Bench.Component, direction, Scope, Patience);

    public Task<DataSize> BaselineAsync() => Adapter.CopyBaselineAsync(Bench.Component, Scope, Patience);

    public Task<SyncStatus> LookAsync(SyncDirection direction = SyncDirection.Forward) => Adapter.GetSyncAsync(Bench.Component, direction, Scope, Patience);

    public Task<VerificationStatus> VerifyAsync(SyncDirection direction = SyncDirection.Forward, int seconds = 10) =>
        Adapter.VerifyAsync(Bench.Component, direction, TimeSpan.FromSeconds(seconds), Scope, Patience);

    public Task<string> FinishAsync(SyncDirection direction = SyncDirection.Forward) => Adapter.FinishSyncAsync(Bench.Component, direction, Scope, Patience);

    public Task<DataComparison> CompareAsync(SyncDirection direction = SyncDirection.Forward) =>
        Adapter.CompareChangesAsync(Bench.Component, direction, Scope, Patience);

    public Task RemoveAsync(SyncDirection direction) => Adapter.RemoveSyncAsync(Bench.Component, direction, Scope, Patience);

    /// <summary>Verifies until everything is proven. What changed a moment ago is so only a moment later.</summary>
    public async Task<VerificationStatus> ProveAsync()
    {
        while (true)
        {
            await FinishAsync();
            var status = await VerifyAsync();
            if (status is { IsProven: true, PendingCount: 0 }) return status;
            await Task.Delay(10, Patience);
        }
    }

    /// <summary>Fails unless the two trees are the same to our comparison, and to other people's tools.</summary>
    public async Task AssertEqualAsync()
    {
        var comparison = await Bench.CompareAsync();
        Assert.True(comparison.IsEqual, string.Join('\n', comparison.Items[0].FirstDifferences));
        Assert.Equal(TreeListing.Entries(Source), TreeListing.Entries(Target));
        Assert.Equal(TreeListing.HardLinks(Source), TreeListing.HardLinks(Target));
    }

    public string Shell(string script) => NastyTree.Shell("cd \"$1\"; " + script, Source);

    public string ShellOnTarget(string script) => NastyTree.Shell("cd \"$1\"; " + script, Target);

    public IReadOnlyList<SyncEntry> Index(SyncDirection direction = SyncDirection.Forward) =>
        [.. IndexReader.Read(SyncFiles.Of(Scope, Bench.Component.Name, direction).Index)];

    public void Dispose() => Bench.Dispose();
}
