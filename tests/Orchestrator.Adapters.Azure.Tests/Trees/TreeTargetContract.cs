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
        await Open("m-2/uploads").PrepareAsync(Patience);
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

    [Theory]
    [InlineData("m-2/uploads")]
    [InlineData("m-1/other")]
    public async Task EveryMember_TargetOfAnother_LeavesItAlone(string other)
    {
        await Open().PrepareAsync(Patience);
        await PutAsync("a", "x");

        var obstacle = await Open(other).FindObstacleAsync(Patience);
        await Assert.ThrowsAsync<AdapterException>(() => Open(other).PrepareAsync(Patience));
        await Assert.ThrowsAsync<AdapterException>(() => Open(other).OpenAsync(isToBeEmptied: true, Patience));
        await Open(other).RemoveAsync(Patience);

        Assert.Contains("another migration", obstacle!.Message, StringComparison.Ordinal);
        Assert.NotNull(await Open().ReadAsync("a", Patience));
    }

    [Theory]
    [InlineData("m-2/uploads")]
    [InlineData("m-1/other")]
    public async Task Prepare_InsideOfWhatAnotherHolds_IsRefused(string owner)
    {
        await Open().PrepareAsync(Patience);

        Assert.Contains("it lies in", (await OpenInside(owner).FindObstacleAsync(Patience))!.Message, StringComparison.Ordinal);
        Assert.False((await Assert.ThrowsAsync<AdapterException>(() => OpenInside(owner).PrepareAsync(Patience))).IsTransient);
        await OpenInside(owner).RemoveAsync(Patience);

        await Open().OpenAsync(isToBeEmptied: false, Patience);
    }

    [Theory]
    [InlineData("m-2/uploads")]
    [InlineData("m-1/other")]
    public async Task Prepare_AroundWhatAnotherHolds_IsRefusedAndLeavesIt(string owner)
    {
        await MakeAsync();
        await OpenInside(owner).PrepareAsync(Patience);

        Assert.NotNull(await Open().FindObstacleAsync(Patience));
        Assert.False((await Assert.ThrowsAsync<AdapterException>(() => Open().PrepareAsync(Patience))).IsTransient);
        await Open().RemoveAsync(Patience);

        await OpenInside(owner).OpenAsync(isToBeEmptied: false, Patience);
    }

    [Fact]
    public async Task FindLoss_MarkIsGone_SaysSoWhileFilesAreThere()
    {
        Assert.Null(await Open().FindLossAsync(Patience));
        await Open().PrepareAsync(Patience);
        await PutAsync("a", "x");
        Assert.Null(await Open().FindLossAsync(Patience));

        await UnmarkAsync();
        await Open().RemoveAsync(Patience);

        var loss = await Open().FindLossAsync(Patience);
        Assert.False(loss!.IsTransient);
        Assert.Contains("delete-batch", loss.Remedy, StringComparison.Ordinal);
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

    private protected abstract ITreeTarget Open(string owner = "m-1/uploads");

    /// <summary>The folder <c>sub</c> of the same target.</summary>
    private protected abstract ITreeTarget OpenInside(string owner);

    /// <summary>Takes the mark away, as a tool may.</summary>
    protected abstract Task UnmarkAsync();

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
