using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Contracts.Backups;

/// <summary>What every backup store does. Each test has a store without any backups.</summary>
public abstract partial class BackupStoreContract : IDisposable
{
    private const string Name = "m-1/db";
    private const int Large = 20 * 1024 * 1024;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(3));
    private readonly SampleFolder _source = new();
    private readonly SampleFolder _target = new();

    /// <summary>The store.</summary>
    protected abstract IBackupStore Store { get; }

    /// <summary>The part of the plan; retains backups for 30 days.</summary>
    protected abstract BackupPlan Plan { get; }

    /// <summary>Changes one byte of what is stored of a file and keeps the length, as a failing disk would.</summary>
    /// <param name="name">The backup.</param>
    /// <param name="path">The file, the only one of its backup.</param>
    /// <returns>A task that completes when it is damaged.</returns>
    protected abstract Task DamageAsync(string name, string path);

    /// <summary>Ends a test that takes too long.</summary>
    protected CancellationToken Patience => _patience.Token;

    [Fact]
    public async Task GetAsync_AfterPut_BringsEqualFiles()
    {
        _source.With("toc.dat", 3_000).With("data/1.dat", 300_000, 2).With("data/deep/er/2.dat", Large, 3).With("empty", 0);

        var stored = await PutAsync();
        var fetched = await GetAsync();

        _source.AssertSameAs(_target.FullPath);
        Assert.Equal(stored, fetched);
        Assert.Equal((Name, _source.SizeBytes, 4), (stored.Name, stored.SizeBytes, stored.FileCount));
        Assert.Equal(stored, await FindAsync());
    }

    [Fact]
    public async Task GetAsync_EmptyBackup_LeavesEmptyFolder()
    {
        _target.With("left/over", 10);

        var stored = await PutAsync();
        await GetAsync();

        Assert.Equal((0, 0L), (stored.FileCount, stored.SizeBytes));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_target.FullPath));
    }

    [Fact]
    public async Task GetAsync_ManySmallFiles_BringsEqualFiles()
    {
        for (var number = 0; number < 300; number++)
            _source.With($"part-{number % 7}/{number}", 200 * number, number);

        await PutAsync();
        await GetAsync();

        _source.AssertSameAs(_target.FullPath);
    }

    [Theory]
    [InlineData("with blank")]
    [InlineData(" leading and trailing ")]
    [InlineData("per%20cent%")]
    [InlineData("hash#?query&a=b+c")]
    [InlineData("grüße/日本語/🙂")]
    [InlineData("quote\"'`$(x);|<>*:")]
    [InlineData("back\\slash")]
    [InlineData("new\nline")]
    [InlineData("dot./dots.../.hidden")]
    [InlineData("manifest.json")]
    [InlineData("-dash/~tilde/[1]{2}")]
    public async Task GetAsync_OddNames_BringsEqualFiles(string path)
    {
        _source.With(path, 1_000).With($"large/{path}", 400_000);

        await PutAsync();
        await GetAsync();

        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task GetAsync_LongNames_BringsEqualFiles()
    {
        var part = new string('x', 250);
        _source.With($"{part}/{part}/{part}/{part}/{part}", 400_000).With($"{part}/{part}/{part}/{part}/{part[1..]}", 400_000, 2);

        await PutAsync();
        await GetAsync();

        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task GetAsync_FolderHoldsOtherThings_LeavesTheBackupAlone()
    {
        _source.With("a", 10).With("b/c", 400_000);
        _target.With("a", 10, seed: 9).With("b/stray", 10).With("stray/deep", 10);
        Directory.CreateDirectory(Path.Combine(_target.FullPath, "b", "c"));
        File.CreateSymbolicLink(Path.Combine(_target.FullPath, "link"), "/nowhere");

        await PutAsync();
        await GetAsync();

        _source.AssertSameAs(_target.FullPath);
        Assert.Null(new FileInfo(Path.Combine(_target.FullPath, "link")).LinkTarget);
    }

    [Fact]
    public async Task GetAsync_Twice_BringsEqualFiles()
    {
        _source.With("a", 10).With("b/c", 400_000);
        await PutAsync();

        await GetAsync();
        await GetAsync();

        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task GetAsync_NothingStored_SaysSo()
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => GetAsync());

        Assert.False(error.IsTransient);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(400_000)]
    [InlineData(Large)]
    public async Task GetAsync_StoredContentDamaged_RefusesIt(int sizeBytes)
    {
        _source.With("a", sizeBytes);
        await PutAsync();
        await DamageAsync(Name, "a");

        var error = await Assert.ThrowsAsync<AdapterException>(() => GetAsync());

        Assert.False(error.IsTransient);
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_target.FullPath, "a")));
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _patience.Dispose();
        _source.Dispose();
        _target.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<StoredBackup> PutAsync(string name = Name) =>
        Store.PutAsync(Plan, name, _source.FullPath, new BackupScope(Plan).Scope, Patience);

    private Task<StoredBackup> GetAsync() => Store.GetAsync(Plan, Name, _target.FullPath, new BackupScope(Plan).Scope, Patience);

    private Task<StoredBackup?> FindAsync(string name = Name) => Store.FindAsync(Plan, name, new BackupScope(Plan).Scope, Patience);

    private Task RemoveAsync() => Store.RemoveAsync(Plan, Name, new BackupScope(Plan).Scope, Patience);
}
