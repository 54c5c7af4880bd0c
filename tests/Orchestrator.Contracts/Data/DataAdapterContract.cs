using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Contracts.Data;

/// <summary>What every <see cref="IDataAdapter"/> must do. Derive from it once for each adapter and for the fake.</summary>
public abstract class DataAdapterContract : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("data-contract-").FullName;
    private readonly string _migrationId = $"m-{Guid.NewGuid():N}"; // what tests at the same time leave or end must not be each other's

    /// <summary>A cap on everything that a test waits for.</summary>
    protected CancellationToken Patience { get; } = new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token;

    /// <summary>The adapter.</summary>
    protected abstract IDataAdapter Adapter { get; }

    /// <summary>The component; set by <see cref="SeedAsync"/>.</summary>
    protected DataComponent Component { get; private set; } = null!;

    /// <summary>Whether an empty target that a person has made is taken over. Where it cannot be, it is refused and left alone.</summary>
    protected virtual bool TakesOverEmptyTargets => true;

    /// <summary>Makes a source with content and names a target that does not exist yet. Fresh for each test.</summary>
    protected abstract Task<DataComponent> SeedAsync();

    /// <summary>Changes the content of the source: adds something.</summary>
    protected abstract Task ChangeSourceAsync();

    /// <summary>Changes a part of what was restored, leaving the number of things as it is.</summary>
    protected abstract Task ChangeTargetAsync();

    /// <summary>Makes the target, empty, as a person would.</summary>
    protected abstract Task MakeEmptyTargetAsync();

    /// <summary>Puts something into the existing target that no migration put there.</summary>
    protected abstract Task OccupyTargetAsync();

    /// <summary>Whether the target exists.</summary>
    protected abstract Task<bool> TargetExistsAsync();

    /// <summary>Whether the existing target holds nothing.</summary>
    protected abstract Task<bool> TargetIsEmptyAsync();

    public virtual async Task InitializeAsync() => Component = await SeedAsync();

    public virtual Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task CheckReadiness_NothingInTheWay_FindsNothingBlocking() =>
        Assert.DoesNotContain(await Adapter.CheckReadinessAsync(Component, Scope("assess"), Patience), finding => finding.IsBlocking);

    [Fact]
    public async Task CheckReadiness_EmptyTargetExists_IsBlockingOnlyWhereItIsNotTakenOver()
    {
        await MakeEmptyTargetAsync();
        var findings = await Adapter.CheckReadinessAsync(Component, Scope("assess"), Patience);
        Assert.Equal(TakesOverEmptyTargets, !findings.Any(finding => finding.IsBlocking));
    }

    [Fact]
    public async Task CheckReadiness_TargetOccupied_IsBlocking()
    {
        await MakeEmptyTargetAsync();
        await OccupyTargetAsync();
        Assert.Contains(await Adapter.CheckReadinessAsync(Component, Scope("assess"), Patience), finding => finding.IsBlocking);
    }

    [Fact]
    public async Task Compare_AfterRestore_IsEqual()
    {
        await MigrateAsync(Scope());
        await AssertEqualAsync(Scope(), backupFolder: null);
    }

    [Fact]
    public async Task Compare_TargetChanged_NamesTheDifference()
    {
        await MigrateAsync(Scope());
        await ChangeTargetAsync();
        var comparison = await Adapter.CompareAsync(Component, null, Scope(), Patience);
        Assert.False(comparison.IsEqual);
        Assert.Contains(comparison.Items, item => !item.IsEqual && item.FirstDifferences.Count is > 0 and <= 10);
    }

    [Fact]
    public async Task Compare_SourceChanged_IsNotEqual()
    {
        await MigrateAsync(Scope());
        await ChangeSourceAsync();
        Assert.False((await Adapter.CompareAsync(Component, null, Scope(), Patience)).IsEqual);
    }

    [Fact]
    public async Task EveryStep_RunTwice_HasTheEffectOfOnce()
    {
        for (var round = 0; round < 2; round++)
            await Adapter.BackUpAsync(Component, BackupFolder, Scope("backUp"), Patience);
        for (var round = 0; round < 2; round++)
            await Adapter.PrepareTargetAsync(Component, Scope("provision"), Patience);
        for (var round = 0; round < 2; round++)
            await Adapter.RestoreAsync(Component, BackupFolder, Scope("restore"), Patience);
        await AssertEqualAsync(Scope(), backupFolder: null);
    }

    [Fact]
    public async Task BackUp_SourceChangedSinceTheLastRun_HoldsTheChange()
    {
        await Adapter.BackUpAsync(Component, BackupFolder, Scope("backUp"), Patience);
        await ChangeSourceAsync();
        await MigrateAsync(Scope());
        await AssertEqualAsync(Scope(), backupFolder: null);
    }

    [Fact]
    public async Task BackUp_InterruptedThenRun_IsComplete()
    {
        await InterruptAsync((scope, token) => Adapter.BackUpAsync(Component, BackupFolder, scope, token), "backUp");
        await MigrateAsync(Scope());
        await AssertEqualAsync(Scope(), backupFolder: null);
    }

    [Fact]
    public async Task Restore_InterruptedThenRun_IsComplete()
    {
        await Adapter.BackUpAsync(Component, BackupFolder, Scope("backUp"), Patience);
        await Adapter.PrepareTargetAsync(Component, Scope("provision"), Patience);
        await InterruptAsync((scope, token) => Adapter.RestoreAsync(Component, BackupFolder, scope, token), "restore");
        await Adapter.RestoreAsync(Component, BackupFolder, Scope("restore"), Patience);
        await AssertEqualAsync(Scope(), backupFolder: null);
    }

    [Fact]
    public async Task RemoveTarget_NothingMade_IsFine()
    {
        await Adapter.RemoveTargetAsync(Component, Scope("removeTarget"), Patience);
        Assert.False(await TargetExistsAsync());
    }

    [Fact]
    public async Task RemoveTarget_MadeByThisMigration_RemovesItTwice()
    {
        await MigrateAsync(Scope());
        await Adapter.RemoveTargetAsync(Component, Scope("removeTarget"), Patience);
        await Adapter.RemoveTargetAsync(Component, Scope("removeTarget"), Patience);
        Assert.False(await TargetExistsAsync());
    }

    [Fact]
    public async Task RemoveTarget_ThenMigrateAgain_IsEqual()
    {
        await MigrateAsync(Scope());
        await Adapter.RemoveTargetAsync(Component, Scope("removeTarget"), Patience);
        await MigrateAsync(Scope());
        await AssertEqualAsync(Scope(), backupFolder: null);
    }

    [Fact]
    public async Task RemoveTarget_TakenOverEmpty_LeavesItEmpty()
    {
        await MakeEmptyTargetAsync();
        if (TakesOverEmptyTargets)
            await MigrateAsync(Scope());
        else
            await Assert.ThrowsAsync<AdapterException>(() => MigrateAsync(Scope()));
        await Adapter.RemoveTargetAsync(Component, Scope("removeTarget"), Patience);
        Assert.True(await TargetExistsAsync());
        Assert.True(await TargetIsEmptyAsync());
    }

    [Fact]
    public async Task RemoveTarget_NotOurs_LeavesIt()
    {
        await MakeEmptyTargetAsync();
        await OccupyTargetAsync();
        await Adapter.RemoveTargetAsync(Component, Scope("removeTarget"), Patience);
        Assert.False(await TargetIsEmptyAsync());
    }

    [Fact]
    public async Task RemoveTarget_OfAnotherMigration_LeavesIt()
    {
        await MigrateAsync(Scope());
        await Adapter.RemoveTargetAsync(Component, Scope("removeTarget", migrationId: $"{_migrationId}-2"), Patience);
        await AssertEqualAsync(Scope(), backupFolder: null);
    }

    [Fact]
    public async Task PrepareTarget_Occupied_RefusesAndLeavesIt()
    {
        await MakeEmptyTargetAsync();
        await OccupyTargetAsync();
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.PrepareTargetAsync(Component, Scope("provision"), Patience));
        Assert.False(error.IsTransient);
        Assert.False(await TargetIsEmptyAsync());
    }

    [Fact]
    public async Task PrepareTarget_MadeByAnotherMigration_Refuses()
    {
        await MigrateAsync(Scope());
        await Assert.ThrowsAsync<AdapterException>(() => Adapter.PrepareTargetAsync(Component, Scope("provision", migrationId: $"{_migrationId}-2"), Patience));
        await AssertEqualAsync(Scope(), backupFolder: null);
    }

    [Fact]
    public async Task Restore_NotPrepared_Refuses()
    {
        await Adapter.BackUpAsync(Component, BackupFolder, Scope("backUp"), Patience);
        await Assert.ThrowsAsync<AdapterException>(() => Adapter.RestoreAsync(Component, BackupFolder, Scope("restore"), Patience));
    }

    [Fact]
    public async Task Rehearsal_SourceChangesMeanwhile_EqualsItsBackupAndLeavesTheTargetAlone()
    {
        var scope = Scope(isRehearsal: true);
        await Adapter.BackUpAsync(Component, BackupFolder, scope, Patience);
        await ChangeSourceAsync();
        await Adapter.PrepareTargetAsync(Component, scope, Patience);
        await Adapter.RestoreAsync(Component, BackupFolder, scope, Patience);
        await AssertEqualAsync(scope, BackupFolder);
        Assert.False(await TargetExistsAsync());
        await Adapter.RemoveTargetAsync(Component, scope, Patience);
        Assert.Equal(0, (await Adapter.MeasureAsync(Component, Side.Target, scope, Patience)).ObjectCount);
    }

    [Fact]
    public async Task Measure_BothSides_TellsHowMuchThereIs()
    {
        Assert.True((await Adapter.MeasureAsync(Component, Side.Source, Scope(), Patience)).SizeBytes > 0);
        Assert.Equal(new DataSize(0, 0), await Adapter.MeasureAsync(Component, Side.Target, Scope(), Patience));
        await MigrateAsync(Scope());
        Assert.True((await Adapter.MeasureAsync(Component, Side.Target, Scope(), Patience)).ObjectCount > 0);
    }

    [Fact]
    public async Task GetEndpoint_Rehearsal_IsTheCopys()
    {
        var real = await Adapter.GetEndpointAsync(Component, Side.Target, Scope(), Patience);
        Assert.NotEqual(real, await Adapter.GetEndpointAsync(Component, Side.Target, Scope(isRehearsal: true), Patience));
        Assert.NotEqual(real, await Adapter.GetEndpointAsync(Component, Side.Source, Scope(), Patience));
    }

    /// <summary>The folder that backups of this test are written to.</summary>
    protected string BackupFolder => Directory.CreateDirectory(Path.Combine(_folder, "backup")).FullName;

    /// <summary>A scope of this test's migration.</summary>
    protected StepScope Scope(string step = "step", bool isRehearsal = false, string? migrationId = null) =>
        TestScope.Create(Component, Path.Combine(_folder, "work"), step, isRehearsal, migrationId ?? _migrationId);

    /// <summary>Backs up, prepares and restores.</summary>
    protected async Task MigrateAsync(StepScope scope)
    {
        await Adapter.BackUpAsync(Component, BackupFolder, scope, Patience);
        await Adapter.PrepareTargetAsync(Component, scope, Patience);
        await Adapter.RestoreAsync(Component, BackupFolder, scope, Patience);
    }

    /// <summary>Fails with the names of what differs.</summary>
    protected async Task AssertEqualAsync(StepScope scope, string? backupFolder)
    {
        var comparison = await Adapter.CompareAsync(Component, backupFolder, scope, Patience);
        Assert.NotEmpty(comparison.Items);
        var differences = comparison.Items.Where(item => !item.IsEqual).Select(item => $"{item.Name}: {string.Join(" | ", item.FirstDifferences)}");
        Assert.True(comparison.IsEqual, string.Join('\n', differences));
    }

    private async Task InterruptAsync(Func<StepScope, CancellationToken, Task> run, string step)
    {
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Patience);
        await Record.ExceptionAsync(() => run(Scope(step).With(_ => kill.Cancel()), kill.Token));
        Assert.False(Patience.IsCancellationRequested);
    }
}
