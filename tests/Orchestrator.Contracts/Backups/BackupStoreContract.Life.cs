using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Contracts.Backups;

public abstract partial class BackupStoreContract
{
    [Fact]
    public async Task PutAsync_Twice_KeepsTheFirst()
    {
        _source.With("a", 10).With("b", Large);

        var first = await PutAsync();
        var second = await PutAsync();

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task PutAsync_FilesChangedBetween_StoresTheNewOnes()
    {
        _source.With("changed", Large).With("resized", 10).With("removed", 500_000).With("small", 1_000).With("kept", 400_000);
        var before = await PutAsync();
        _source.Flip("changed", Large / 2);
        _source.Flip("small", 7);
        _source.With("resized", 700_000).With("added", 20);
        File.Delete(Path.Combine(_source.FullPath, "removed"));

        var after = await PutAsync();
        await GetAsync();

        _source.AssertSameAs(_target.FullPath);
        Assert.NotEqual(before.ManifestSha256, after.ManifestSha256);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task PutAsync_AfterOneThatWasCutShort_Completes(double share)
    {
        _source.With("a", 1_000).With("b", 400_000, 2).With("c", Large, 3).With("d", Large, 4);
        await CutShortAsync(share, (scope, stop) => Store.PutAsync(Plan, Name, _source.FullPath, scope, stop));
        Assert.Null(await FindAsync());

        await PutAsync();
        await GetAsync();

        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task PutAsync_ChangedSinceOneThatWasCutShort_MixesNothing()
    {
        _source.With("c", Large, 3);
        await CutShortAsync(0.5, (scope, stop) => Store.PutAsync(Plan, Name, _source.FullPath, scope, stop));
        _source.With("c", Large, 4);

        await PutAsync();
        await GetAsync();

        _source.AssertSameAs(_target.FullPath);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task GetAsync_AfterOneThatWasCutShort_Completes(double share)
    {
        _source.With("a", 1_000).With("b", 400_000, 2).With("c", Large, 3).With("d", Large, 4);
        await PutAsync();
        await CutShortAsync(share, (scope, stop) => Store.GetAsync(Plan, Name, _target.FullPath, scope, stop));

        await GetAsync();

        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task PutAndGetAsync_Always_ReportBytesUpToTheTotal()
    {
        _source.With("a", 1_000).With("b", Large).With("empty", 0);
        var put = new BackupScope(Plan);
        var get = new BackupScope(Plan);

        await Store.PutAsync(Plan, Name, _source.FullPath, put.Scope, Patience);
        await Store.GetAsync(Plan, Name, _target.FullPath, get.Scope, Patience);

        foreach (var reports in new[] { put.Reports, get.Reports })
        {
            Assert.Equal(reports.Select(report => report.Completed).Order(), reports.Select(report => report.Completed));
            Assert.All(reports, report => Assert.Equal((_source.SizeBytes, "bytes"), (report.Total, report.Unit)));
            Assert.Equal(_source.SizeBytes, reports[^1].Completed);
        }
    }

    [Fact]
    public async Task RemoveAsync_NothingStored_IsFine()
    {
        await RemoveAsync();

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task RemoveAsync_Twice_LeavesNothing()
    {
        _source.With("a", 1_000).With("b", Large);
        await PutAsync();
        await PutAsync("m-1/other");

        await RemoveAsync();
        await RemoveAsync();

        Assert.Null(await FindAsync());
        Assert.NotNull(await FindAsync("m-1/other"));
    }

    [Fact]
    public async Task RemoveAsync_HalfStored_LeavesNothingAndCanBeStoredAgain()
    {
        _source.With("a", 400_000).With("b", Large);
        await CutShortAsync(0.5, (scope, stop) => Store.PutAsync(Plan, Name, _source.FullPath, scope, stop));

        await RemoveAsync();
        await PutAsync();
        await GetAsync();

        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task RemoveExpiredAsync_BeforeAndAfterRetention_RemovesOnlyWhatHasExpired()
    {
        _source.With("a", 1_000).With("b", 400_000);
        var stored = await PutAsync();
        await PutAsync("m-2/db");
        var last = await PutAsync("m-2/db");

        Assert.Empty(await RemoveExpiredAsync(stored.StoredAt + Plan.Retain - TimeSpan.FromSeconds(1)));
        Assert.Equal(["m-1/db", "m-2/db"], (await RemoveExpiredAsync(last.StoredAt + Plan.Retain)).Order());
        Assert.Empty(await RemoveExpiredAsync(last.StoredAt + Plan.Retain));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task RemoveExpiredAsync_HalfStored_LeavesItAlone()
    {
        _source.With("a", 400_000).With("b", Large);
        var other = await PutAsync("m-2/db");
        var half = await CutShortAsync(0.6, (scope, stop) => Store.PutAsync(Plan, Name, _source.FullPath, scope, stop));

        Assert.Equal(["m-2/db"], await RemoveExpiredAsync(other.StoredAt + Plan.Retain + Plan.Retain));

        await PutAsync();
        await GetAsync();
        _source.AssertSameAs(_target.FullPath);
        Assert.NotEmpty(half.Reports);
    }

    private Task<IReadOnlyList<string>> RemoveExpiredAsync(DateTimeOffset now) =>
        Store.RemoveExpiredAsync(Plan, now, new BackupScope(Plan).Scope, Patience);

    /// <summary>Cancels a transfer once it has come so far: the nearest thing to a kill inside of one process.</summary>
    private async Task<BackupScope> CutShortAsync(double share, Func<StepScope, CancellationToken, Task> transfer)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Patience);
        var scope = new BackupScope(Plan, progress =>
        {
            if (progress.Completed >= share * progress.Total)
                stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transfer(scope.Scope, stop.Token));
        return scope;
    }
}
