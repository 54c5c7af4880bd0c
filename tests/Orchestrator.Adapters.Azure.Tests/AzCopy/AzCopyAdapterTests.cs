using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.AzCopy;

public sealed class AzCopyAdapterTests(AzuriteServer server) : IClassFixture<AzuriteServer>, IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(2));
    private readonly AzCopyRig _rig = new(server);
    private readonly string _backup = Directory.CreateTempSubdirectory("azcopy-ledger-").FullName;

    [Theory]
    [InlineData("dieAt", "b/2")]
    [InlineData("dieSilent", true)]
    public async Task RestoreAsync_AzCopyIsKilled_ResumesItsJobAndSendsNothingTwice(string wish, object value)
    {
        await SeedAsync();
        _rig.Wish((wish, value));
        await Assert.ThrowsAsync<AdapterException>(RestoreAsync);

        await RestoreAsync();
        await RestoreAsync();

        Assert.Equal(2, _rig.Calls.Count);
        Assert.StartsWith("copy ", _rig.Calls[0], StringComparison.Ordinal);
        Assert.StartsWith("jobs resume ", _rig.Calls[1], StringComparison.Ordinal);
        Assert.Equal(["a", "b/1", "b/2", "c"], _rig.Sent);
        Assert.True((await CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RestoreAsync_HostIsKilled_EndsTheOldAzCopyAndResumes()
    {
        await SeedAsync();
        _rig.Wish(("hangAt", "b/2"));
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token);
        var scope = Scope().With(progress =>
        {
            if (_rig.Did("hang"))
                kill.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Adapter.RestoreAsync(Component, _backup, scope, kill.Token));

        await RestoreAsync();

        Assert.Equal(["a", "b/1", "b/2", "c"], _rig.Sent);
        Assert.StartsWith("jobs resume ", _rig.Calls[^1], StringComparison.Ordinal);
        Assert.True((await CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RestoreAsync_KilledWhileTheJobWasOrdered_BeginsAnew()
    {
        await SeedAsync();
        _rig.Wish(("dieHalfOrdered", true));
        await Assert.ThrowsAsync<AdapterException>(RestoreAsync);

        await RestoreAsync();

        Assert.Equal(["copy", "jobs", "copy"], _rig.Calls.Select(call => call.Split(' ')[0]));
        Assert.True((await CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RestoreAsync_AFileFails_IsTransientAndTheNextRunCopiesItAlone()
    {
        await SeedAsync();
        _rig.Wish(("failAt", "b/1"));

        var error = await Assert.ThrowsAsync<AdapterException>(RestoreAsync);
        await RestoreAsync();

        Assert.True(error.IsTransient);
        Assert.Contains("1 file(s) failed: b/1", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b/2", "c", "b/1"], _rig.Sent);
        Assert.True((await CompareAsync()).IsEqual);
    }

    [Theory]
    [InlineData("corrupt", "b/1: another content")]
    [InlineData("skipFile", "b/1: missing")]
    public async Task CompareAsync_AzCopySaysCompletedAndItIsNotSo_FindsIt(string wish, string difference)
    {
        await SeedAsync();
        _rig.Wish((wish, "b/1"));

        await RestoreAsync();

        var item = Assert.Single((await CompareAsync()).Items);
        Assert.False(item.IsEqual);
        Assert.Equal(difference, Assert.Single(item.FirstDifferences));
    }

    [Fact]
    public async Task CompareAsync_SomebodyAddsAFile_FindsIt()
    {
        await SeedAsync();
        await RestoreAsync();
        await _rig.Container.UploadBlobAsync("added", new BinaryData("x"));

        Assert.Contains("1 file(s) on the target", Assert.Single((await CompareAsync()).Items[0].FirstDifferences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreAsync_Skipped_LeavesItToTheProof()
    {
        await SeedAsync();
        _rig.Wish(("skip", 1));

        await RestoreAsync();

        Assert.True((await CompareAsync()).IsEqual);
    }

    [Theory]
    [InlineData("Failed", true)]
    [InlineData("Cancelled", true)]
    [InlineData("Strange", false)]
    public async Task RestoreAsync_JobEndsBadly_SaysWhetherTryingAgainHelps(string status, bool isTransient)
    {
        await SeedAsync();
        _rig.Wish(("status", status));

        Assert.Equal(isTransient, (await Assert.ThrowsAsync<AdapterException>(RestoreAsync)).IsTransient);
    }

    [Fact]
    public async Task RestoreAsync_NotAllowed_IsPermanentWithTheRoleAndWithoutTheToken()
    {
        await SeedAsync();
        _rig.Wish(("forbidden", true));

        var error = await Assert.ThrowsAsync<AdapterException>(RestoreAsync);

        Assert.False(error.IsTransient);
        Assert.Contains("Storage Blob Data Contributor", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreAsync_Always_SignsInByIdentityAndHasNoSecretOnTheCommandLine()
    {
        await SeedAsync();
        await RestoreAsync();

        Assert.EndsWith("| MSI", Assert.Single(_rig.Calls), StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", _rig.Calls[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a.blob.core.windows.net/c?sv=1&sig=c2VjcmV0", "role assignment create")]
    [InlineData("https://a.file.core.windows.net/share?sv=1&sig=c2VjcmV0", "Storage File Data Privileged Contributor")]
    [InlineData("https://a.file.core.windows.net/", "SHARE/FOLDER")]
    [InlineData("https://a.blob.core.windows.net/", "CONTAINER")]
    [InlineData("nonsense", "CONTAINER")]
    public async Task CheckReadinessAsync_TargetCannotBeUsed_IsBlocking(string url, string remedy)
    {
        var finding = Assert.Single(await _rig.Adapter.CheckReadinessAsync(_rig.Component(url), Scope(), _patience.Token));

        Assert.True(finding.IsBlocking);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckReadinessAsync_AzCopyIsNotAllowed_IsBlocking()
    {
        var component = _rig.Component(null, null, ("command", "other"));

        Assert.Contains(await _rig.Adapter.CheckReadinessAsync(component, Scope(), _patience.Token), finding => finding is { IsBlocking: true, Subject: "command 'other'" });
    }

    [Theory]
    [InlineData("bad.")]
    [InlineData("back\\slash")]
    [InlineData(" blank")]
    [InlineData("new\nline")]
    public async Task CheckReadinessAsync_NameCannotBeKept_IsBlocking(string name)
    {
        _rig.Write(name, "x");

        Assert.True(Assert.Single(await _rig.Adapter.CheckReadinessAsync(Component, Scope(), _patience.Token)).IsBlocking);
    }

    [Fact]
    public async Task CheckReadinessAsync_Links_AreRefusedUnlessLeftOut()
    {
        _rig.Write("a", "x");
        File.CreateSymbolicLink(Path.Combine(_rig.Source, "link"), "a");

        Assert.Single(await _rig.Adapter.CheckReadinessAsync(Component, Scope(), _patience.Token));
        Assert.Empty(await _rig.Adapter.CheckReadinessAsync(_rig.Component(null, null, ("skipLinks", true)), Scope(), _patience.Token));
    }

    [Fact]
    public async Task RemoveTargetAsync_FolderOfASharedContainer_LeavesTheOthers()
    {
        await _rig.Container.CreateAsync();
        await _rig.Container.UploadBlobAsync("other/file", new BinaryData("mine"));
        var component = _rig.Component($"{_rig.Url}/orders");
        _rig.Write("a", "x");
        await _rig.Adapter.BackUpAsync(component, _backup, Scope(), _patience.Token);
        await _rig.Adapter.PrepareTargetAsync(component, Scope(), _patience.Token);
        await _rig.Adapter.RestoreAsync(component, _backup, Scope(), _patience.Token);
        Assert.True((await _rig.Adapter.CompareAsync(component, null, Scope(), _patience.Token)).IsEqual);

        await _rig.Adapter.RemoveTargetAsync(component, Scope(), _patience.Token);

        Assert.False(await _rig.Container.GetBlobClient("orders/a").ExistsAsync());
        Assert.True(await _rig.Container.GetBlobClient("other/file").ExistsAsync());
        Assert.Empty((await _rig.Container.GetPropertiesAsync()).Value.Metadata);
    }

    public void Dispose()
    {
        _patience.Dispose();
        _rig.Dispose();
        Directory.Delete(_backup, recursive: true);
    }

    private DataComponent Component => _rig.Component();

    private StepScope Scope() => TestScope.Create(Component, _rig.WorkFolder);

    private async Task SeedAsync()
    {
        foreach (var path in new[] { "a", "b/1", "b/2", "c" })
            _rig.Write(path, $"content of {path}");
        await _rig.Adapter.BackUpAsync(Component, _backup, Scope(), _patience.Token);
        await _rig.Adapter.PrepareTargetAsync(Component, Scope(), _patience.Token);
    }

    private Task<DataSize> RestoreAsync() => _rig.Adapter.RestoreAsync(Component, _backup, Scope(), _patience.Token);

    private Task<DataComparison> CompareAsync() => _rig.Adapter.CompareAsync(Component, null, Scope(), _patience.Token);
}
