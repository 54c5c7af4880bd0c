using System.Security.Cryptography;
using System.Text;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Trees;

/// <summary>What every <see cref="ITreeTarget"/> must do.</summary>
public abstract class TreeTargetContract : IAsyncLifetime
{
    private static readonly string[] Paths = ["a", "b/c/deep", "b/d", "e", "grüße/日本語 🙂", "with blank & + % # 100%41.bin"];

    /// <summary>A cap on everything that a test waits for.</summary>
    protected CancellationToken Patience { get; } = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task Remove_WhatItMade_LeavesNothing()
    {
        var tree = Open();
        await tree.PrepareAsync(Patience);
        Assert.True(await ExistsAsync());
        await FillAsync();

        await tree.RemoveAsync(Patience);
        await tree.RemoveAsync(Patience);

        Assert.False(await ExistsAsync());
    }

    [Fact]
    public async Task Remove_WhatItTookOver_LeavesItEmptyAndUnmarked()
    {
        await MakeAsync();
        await Open().PrepareAsync(Patience);
        await FillAsync();

        await Open().RemoveAsync(Patience);

        Assert.True(await ExistsAsync());
        Assert.Equal(new DataSize(0, 0), await Open().MeasureAsync(Patience));
        await Open("m-2").PrepareAsync(Patience);
    }

    [Fact]
    public async Task Remove_NothingPrepared_LeavesWhatIsThere()
    {
        await Open().RemoveAsync(Patience);
        await MakeAsync();
        await PutAsync("stranger", "mine");

        await Open().RemoveAsync(Patience);

        Assert.NotNull(await Open().ReadAsync("stranger", Patience));
    }

    [Fact]
    public async Task Prepare_Twice_IsFineAlsoWithContent()
    {
        await Open().PrepareAsync(Patience);
        await PutAsync("a", "x");

        await Open().PrepareAsync(Patience);

        Assert.Null(await Open().FindObstacleAsync(Patience));
        Assert.NotNull(await Open().ReadAsync("a", Patience));
    }

    [Fact]
    public async Task Prepare_SomethingIsThere_IsRefused()
    {
        await MakeAsync();
        await PutAsync("stranger", "mine");

        Assert.NotNull(await Open().FindObstacleAsync(Patience));
        Assert.False((await Assert.ThrowsAsync<AdapterException>(() => Open().PrepareAsync(Patience))).IsTransient);
    }

    [Fact]
    public async Task EveryMember_AnotherMigrationsTarget_LeavesItAlone()
    {
        await Open().PrepareAsync(Patience);
        await PutAsync("a", "x");

        var obstacle = await Open("m-2").FindObstacleAsync(Patience);
        await Assert.ThrowsAsync<AdapterException>(() => Open("m-2").PrepareAsync(Patience));
        await Assert.ThrowsAsync<AdapterException>(() => Open("m-2").OpenAsync(isToBeEmptied: true, Patience));
        await Open("m-2").RemoveAsync(Patience);

        Assert.Contains("another migration", obstacle!.Message, StringComparison.Ordinal);
        Assert.NotNull(await Open().ReadAsync("a", Patience));
    }

    [Fact]
    public async Task Open_NotPrepared_IsRefused()
    {
        await Assert.ThrowsAsync<AdapterException>(() => Open().OpenAsync(isToBeEmptied: false, Patience));
        await MakeAsync();
        await Assert.ThrowsAsync<AdapterException>(() => Open().OpenAsync(isToBeEmptied: false, Patience));
    }

    [Fact]
    public async Task Open_ToBeEmptied_RemovesEverythingAndKeepsTheMark()
    {
        await Open().PrepareAsync(Patience);
        await FillAsync();

        await Open().OpenAsync(isToBeEmptied: true, Patience);

        Assert.Equal(new DataSize(0, 0), await Open().MeasureAsync(Patience));
        await Open().OpenAsync(isToBeEmptied: false, Patience);
    }

    [Fact]
    public async Task Read_EachName_GivesSizeAndHash()
    {
        await Open().PrepareAsync(Patience);
        await FillAsync();
        await PutAsync("empty", "");

        foreach (var path in Paths)
            Assert.Equal(new LedgerLine(path, Encoding.UTF8.GetByteCount(path), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))), await Open().ReadAsync(path, Patience));
        Assert.Equal(0, (await Open().ReadAsync("empty", Patience))!.SizeBytes);
        Assert.Null(await Open().ReadAsync("b/missing", Patience));
        Assert.Null(await Open().ReadAsync("missing/missing", Patience));
    }

    [Fact]
    public async Task Measure_MoreThanAPage_CountsEveryFile()
    {
        Assert.Equal(new DataSize(0, 0), await Open().MeasureAsync(Patience));
        await Open().PrepareAsync(Patience);
        await FillAsync();

        Assert.Equal(new DataSize(Paths.Sum(Encoding.UTF8.GetByteCount), Paths.Length), await Open().MeasureAsync(Patience));
    }

    [Fact]
    public async Task Location_Always_IsAUrlThatToolsTake() =>
        Assert.Equal(Open().Location, new Uri(Open().Location, UriKind.Absolute).AbsoluteUri.TrimEnd('/'));

    private protected abstract ITreeTarget Open(string migration = "m-1");

    /// <summary>Makes the target, empty, as a person would.</summary>
    protected abstract Task MakeAsync();

    /// <summary>Puts a file there, as a tool does.</summary>
    protected abstract Task PutAsync(string path, string content);

    /// <summary>Whether the target exists.</summary>
    protected abstract Task<bool> ExistsAsync();

    private async Task FillAsync()
    {
        foreach (var path in Paths)
            await PutAsync(path, path);
    }
}
