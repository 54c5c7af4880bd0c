using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Sync;

public sealed class VerifyTests : IDisposable
{
    private readonly SyncBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task VerifyAsync_BaselineCopied_ProvesEverything()
    {
        NastyTree.Create(_bench.Source);
        var size = await _bench.BeginAsync();
        var before = await _bench.VerifyAsync(seconds: 0);

        var status = await _bench.ProveAsync();

        Assert.False(before.IsProven);
        Assert.Equal(size.ObjectCount, before.PendingCount);
        Assert.Equal(size.ObjectCount, status.TotalCount);
        Assert.Equal(size.ObjectCount, status.Items[0].Count);
        Assert.NotEmpty(status.Items[0].Checksum);
        Assert.Equal(status, (await _bench.VerifyAsync(seconds: 0)) with { Items = status.Items, ComparedCount = status.ComparedCount });
    }

    [Theory]
    [InlineData("printf tampered > folder/file")]
    [InlineData("chmod 0777 folder/file")]
    [InlineData("chmod 0777 folder")]
    [InlineData("rm folder/file")]
    [InlineData("rm folder/link; ln -s /etc folder/link")]
    public async Task VerifyAsync_TargetChangedBySomebodyElse_IsToldAndMended(string change)
    {
        _bench.Shell("mkdir folder; printf content > folder/file; ln -s file folder/link");
        await _bench.BeginAsync();
        await _bench.ProveAsync();
        _bench.ShellOnTarget(change);

        VerificationStatus status;
        do status = await _bench.VerifyAsync(); // until the next round comes to it
        while (!status.Items[0].IsDifferent);

        Assert.Contains(status.Items[0].FirstDifferences, text => text.Contains("folder", StringComparison.Ordinal));
        await _bench.ProveAsync();
        await _bench.AssertEqualAsync();
    }

    [Fact]
    public async Task VerifyAsync_OnlyTheTargetHasIt_IsToldAndLeft()
    {
        _bench.Bench.Write("file", "content");
        await _bench.BeginAsync();
        await _bench.FinishAsync();
        _bench.ShellOnTarget("touch stray");

        VerificationStatus status;
        do status = await _bench.VerifyAsync();
        while (status.Items[0].FirstDifferences.Count == 0);

        while (!status.Items[0].FirstDifferences.Any(text => text.Contains("'stray': not in the source", StringComparison.Ordinal)))
        {
            await _bench.FinishAsync();
            status = await _bench.VerifyAsync();
        }
        Assert.True(File.Exists(Path.Combine(_bench.Target, "stray")));
        Assert.False((await _bench.CompareAsync()).IsEqual);
        _bench.ShellOnTarget("rm stray");
        await _bench.ProveAsync();
    }

    [Theory]
    [InlineData("printf tampered > folder/file")]
    [InlineData("printf Content > x; touch -r folder/file x; cat x > folder/file; touch -r x folder/file; rm x")]
    [InlineData("rm folder/file")]
    [InlineData("touch stray")]
    public async Task CompareChangesAsync_TargetTamperedWith_IsNotEqual(string change)
    {
        _bench.Shell("mkdir folder; printf content > folder/file; ln -s file folder/link");
        await _bench.BeginAsync();
        await _bench.ProveAsync();
        _bench.ShellOnTarget(change);

        var comparison = await _bench.CompareAsync();

        Assert.False(comparison.IsEqual);
        Assert.NotEmpty(comparison.Items[0].FirstDifferences);
    }

    [Fact]
    public async Task CompareChangesAsync_NeverVerified_ComparesEverything()
    {
        for (var number = 0; number < 30; number++) _bench.Bench.Write($"folder-{number % 3}/{number}", "content");
        await _bench.BeginAsync();
        await _bench.FinishAsync();

        var comparison = await _bench.CompareAsync();

        Assert.True(comparison.IsEqual);
        Assert.Null(comparison.Items[0].ProvenAt);
        Assert.Equal(30, comparison.Items[0].RecheckedCount);
        Assert.Equal((await _bench.Bench.CompareAsync()).Items.Select(item => item.TargetChecksum), comparison.Items.Select(item => item.TargetChecksum));
    }

    [Fact]
    public async Task VerifyAsync_LittleTime_GoesRound()
    {
        for (var number = 0; number < 40; number++) _bench.Bench.Write($"{number}", new string('x', 200_000));
        await _bench.BeginAsync();
        await _bench.ProveAsync();

        var counts = new List<long> { 0 };
        while (counts[^1] <= counts.Min() || counts.Distinct().Count() < 3)
        {
            var status = await _bench.Adapter.VerifyAsync(_bench.Bench.Component, SyncDirection.Forward, TimeSpan.FromMilliseconds(1), _bench.Scope, _bench.Patience);
            Assert.True(status.IsProven);
            counts.Add(status.ComparedCount);
        }
    }

    [Fact]
    public async Task VerifyAsync_SomethingAlwaysChanges_IsProvenAllTheSame()
    {
        for (var number = 0; number < 10; number++) _bench.Bench.Write($"folder-{number % 2}/{number}", "content");
        await _bench.BeginAsync();

        var (status, change) = (default(VerificationStatus), 0);
        while (status is not { IsProven: true })
        {
            _bench.Bench.Write("folder-0/0", $"change {change++}");
            await _bench.LookAsync();
            _bench.Bench.Write("folder-0/0", $"change {change++}");
            status = await _bench.VerifyAsync();
        }

        await _bench.FinishAsync();
        Assert.True((await _bench.CompareAsync()).IsEqual);
    }
}
