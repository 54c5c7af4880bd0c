using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.StorageMover;

public sealed class StorageMoverAdapterTests(AzuriteServer server, ArmJudge judge) : IClassFixture<AzuriteServer>, IClassFixture<ArmJudge>, IAsyncLifetime
{
    private StorageMoverRig _rig = null!;

    private static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    private DataComponent Component => _rig.Component();

    public async Task InitializeAsync()
    {
        _rig = await StorageMoverRig.StartAsync(server);
        foreach (var path in new[] { "a", "b/1", "b/2" })
            _rig.Write(path, $"content of {path}");
        await _rig.Adapter.BackUpAsync(Component, _rig.Backup, Scope(), Patience);
        await _rig.Adapter.PrepareTargetAsync(Component, Scope(), Patience);
    }

    public async Task DisposeAsync()
    {
        try
        {
            await judge.AssertRightAsync(_rig.Server.Recorder);
        }
        finally
        {
            await _rig.DisposeAsync();
        }
    }

    [Fact]
    public async Task RestoreAsync_Runs_StartsOnceAndTellsTheCounts()
    {
        await Assert.ThrowsAsync<OperationPendingException>(() => _rig.Inner.RestoreAsync(Component, _rig.Backup, Scope(), Patience));
        _rig.Server.SetTransfer(_rig.Job!, items: 3, bytes: 40);

        await RestoreAsync();
        await RestoreAsync();

        Assert.Equal(1, _rig.Starts);
        Assert.Contains(_rig.Adapter.Waits, wait => wait.Message.Contains("items found so far are copied", StringComparison.Ordinal));
        Assert.True((await CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RestoreAsync_AnswerOfTheStartIsLost_FindsTheRun()
    {
        _rig.Server.Faults.Add("POST", "startJob", 1, Fault.DropAfter);

        await RestoreAsync();

        Assert.Equal(1, _rig.Starts);
    }

    [Fact]
    public async Task RestoreAsync_KilledBetweenStartAndJournal_FindsTheRun()
    {
        _rig.Server.Faults.Add("POST", "startJob", 1, Fault.DropAfter);
        _rig.Server.Faults.Add("GET", "jobRuns$", 20, Fault.ServerError(500));
        await Assert.ThrowsAsync<AdapterException>(RestoreAsync);
        _rig.Server.Faults.Clear();

        await RestoreAsync();

        Assert.Equal(1, _rig.Starts);
        Assert.True((await CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RestoreAsync_JobFails_SaysWhyAndTheNextRunStartsAnew()
    {
        _rig.Server.Faults.Add("POST", "startJob", 1, Fault.OperationFails("SourceUnreachable", message: "The export does not answer."));

        var error = await Assert.ThrowsAsync<AdapterException>(RestoreAsync);
        await RestoreAsync();

        Assert.Contains("The export does not answer", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, _rig.Starts);
    }

    [Fact]
    public async Task RestoreAsync_ItemsFail_IsTransientAndCountsThem()
    {
        await Assert.ThrowsAsync<OperationPendingException>(() => _rig.Inner.RestoreAsync(Component, _rig.Backup, Scope(), Patience));
        _rig.Server.SetTransfer(_rig.Job!, items: 3, bytes: 40, failedItems: 1);

        var error = await Assert.ThrowsAsync<AdapterException>(RestoreAsync);

        Assert.True(error.IsTransient);
        Assert.Contains("1 item(s) failed; 2 of 3 items", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreAsync_Throttled_WaitsAsLongAsItAsks()
    {
        _rig.Server.Faults.Add("POST", "startJob", 1, Fault.Throttle(TimeSpan.FromSeconds(77)));

        await RestoreAsync();

        Assert.Contains(_rig.Adapter.Waits, wait => wait.LookAgainAfter == TimeSpan.FromSeconds(77));
        Assert.Equal(1, _rig.Starts);
    }

    [Theory]
    [InlineData(409, "Conflict", true)]
    [InlineData(412, "PreconditionFailed", true)]
    [InlineData(400, "InvalidEndpoint", false)]
    public async Task RestoreAsync_StartIsRefused_SaysWhetherTryingAgainHelps(int status, string code, bool isTransient)
    {
        _rig.Server.Faults.Add("POST", "startJob", 1, Fault.Answer(status, code, "Refused."));

        var error = await Assert.ThrowsAsync<AdapterException>(RestoreAsync);
        await RestoreAsync();

        Assert.Equal(isTransient, error.IsTransient);
        Assert.Equal(1, _rig.Starts);
    }

    [Fact]
    public async Task RestoreAsync_TokenExpiresInTheMiddle_GoesOn()
    {
        await Assert.ThrowsAsync<OperationPendingException>(() => _rig.Inner.RestoreAsync(Component, _rig.Backup, Scope(), Patience));
        _rig.Server.ExpireTokens();

        await RestoreAsync();

        Assert.Equal(1, _rig.Starts);
    }

    [Fact]
    public async Task CompareAsync_AgentLeftAFileOut_FindsIt()
    {
        _rig.LeftOut.Add("b/1");
        await RestoreAsync();

        Assert.Equal("b/1: missing", Assert.Single((await CompareAsync()).Items[0].FirstDifferences));
    }

    [Fact]
    public async Task RemoveTargetAsync_WhileItRuns_StopsItAndRemovesEverything()
    {
        await Assert.ThrowsAsync<OperationPendingException>(() => _rig.Inner.RestoreAsync(Component, _rig.Backup, Scope(), Patience));
        await _rig.CopyAsync();

        await _rig.Adapter.RemoveTargetAsync(Component, Scope(), Patience);
        await _rig.Adapter.RemoveTargetAsync(Component, Scope(), Patience);

        Assert.Null(_rig.Job);
        Assert.False(await _rig.Container.ExistsAsync(Patience));
        Assert.Contains(_rig.Server.Recorder.Exchanges, exchange => exchange.ToString()!.Contains("stopJob", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task RemoveTargetAsync_NothingDone_IsFine()
    {
        await _rig.Adapter.RemoveTargetAsync(Component, Scope("m-9"), Patience);

        Assert.True(await _rig.Container.ExistsAsync(Patience));
    }

    [Theory]
    [InlineData("/agents/agent", "agent agent", "az storage-mover agent list")]
    [InlineData("/endpoints/share", "endpoint share", "az storage-mover endpoint create-for-nfs")]
    [InlineData("/endpoints/container", "endpoint container", "az storage-mover endpoint create-for-storage-container")]
    [InlineData("", "Storage Mover mover", "az storage-mover create")]
    public async Task CheckReadinessAsync_SomethingIsMissing_NamesItWithTheCommand(string child, string subject, string command)
    {
        _rig.Server.Remove(_rig.Mover + child);

        var finding = Assert.Single(await _rig.Adapter.CheckReadinessAsync(Component, Scope(), Patience));

        Assert.True(finding.IsBlocking);
        Assert.Equal(subject, finding.Subject);
        Assert.Contains(command, finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckReadinessAsync_AgentIsOffline_IsBlocking()
    {
        _rig.Server.Remove($"{_rig.Mover}/agents/agent");
        _rig.SeedAgent("Offline");

        Assert.Contains("Offline", Assert.Single(await _rig.Adapter.CheckReadinessAsync(Component, Scope(), Patience)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckReadinessAsync_EndpointLeadsToAnotherAccount_IsBlocking()
    {
        _rig.Server.Remove($"{_rig.Mover}/endpoints/container");
        _rig.SeedTarget("somebody");

        var finding = Assert.Single(await _rig.Adapter.CheckReadinessAsync(Component, Scope(), Patience));

        Assert.True(finding.IsBlocking);
        Assert.Contains("az storage-mover endpoint show", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckReadinessAsync_SourceOfTheOtherProtocol_IsRemarked()
    {
        _rig.Server.Remove($"{_rig.Mover}/endpoints/share");
        _rig.SeedSource(isSmb: true);

        var finding = Assert.Single(await _rig.Adapter.CheckReadinessAsync(Component, Scope(), Patience));

        Assert.False(finding.IsBlocking);
        Assert.Contains("'NfsMount'", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckReadinessAsync_RehearsalOfAWholeContainer_IsBlocking()
    {
        var component = _rig.Component(subpath: null);
        var scope = TestScope.Create(component, _rig.WorkFolder, isRehearsal: true);

        Assert.Contains("subpath", Assert.Single(await _rig.Adapter.CheckReadinessAsync(component, scope, Patience)).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public async Task WholeMove_RandomFaults_StartsOnceEndsEqualAndLeavesNothing(int seed)
    {
        _rig.Server.Faults.Random(seed, 0.25);

        await InsistAsync(RestoreAsync);
        Assert.Equal(1, _rig.Starts);
        Assert.True((await CompareAsync()).IsEqual);
        await InsistAsync(() => _rig.Adapter.RemoveTargetAsync(Component, Scope(), Patience));

        Assert.Null(_rig.Job);
        Assert.False(await _rig.Container.ExistsAsync(Patience));
        Assert.NotEmpty(_rig.Server.Faults.Struck);
    }

    // As the runbook does with what may be tried again.
    private static async Task InsistAsync(Func<Task> work)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (AdapterException error) when (error.IsTransient && attempt < 30)
            {
                await Task.Yield();
            }
        }
    }

    private StepScope Scope(string migration = "m-1") => TestScope.Create(Component, _rig.WorkFolder, migrationId: migration);

    private Task<DataSize> RestoreAsync() => _rig.Adapter.RestoreAsync(Component, _rig.Backup, Scope(), Patience);

    private Task<DataComparison> CompareAsync() => _rig.Adapter.CompareAsync(Component, null, Scope(), Patience);
}
