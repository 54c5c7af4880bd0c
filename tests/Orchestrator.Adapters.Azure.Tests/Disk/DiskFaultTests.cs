using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>What goes wrong with Resource Manager, at each request that changes something.</summary>
public sealed class DiskFaultTests(ArmJudge judge, AzuriteServer azurite) : DiskTest(judge, azurite)
{
    private static readonly (string Method, string Path)[] Requests =
    [
        ("PUT", "disks/orders-data$"),
        ("POST", "beginGetAccess$"),
        ("POST", "endGetAccess$"),
        ("PATCH", "virtualMachines/orders-vm$"),
        ("DELETE", "disks/orders-data$"),
        ("GET", "operations/"),
        ("GET", "disks/orders-data$"),
    ];

    internal static readonly Dictionary<string, Fault> Kinds = new()
    {
        ["throttled"] = Fault.Throttle(TimeSpan.FromSeconds(90)),
        ["throttled briefly"] = Fault.Throttle(TimeSpan.FromSeconds(1)),
        ["busy"] = Fault.Conflict("AnotherOperationInProgress"),
        ["server error"] = Fault.ServerError(500),
        ["unavailable"] = Fault.ServerError(),
        ["lost before"] = Fault.DropBefore,
        ["lost after"] = Fault.DropAfter,
    };

    public static TheoryData<string> KindNames => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(KindNames))]
    public async Task EveryRequest_GoesWrongThreeTimes_EndsAsIfItHadNot(string kind)
    {
        foreach (var (method, path) in Requests)
            Rig.Server.Faults.Add(method, path, 3, Kinds[kind]);
        await MoveAndRemoveAsync();
        Assert.Equal((1, 1, 1), (Rig.Started("put"), Rig.Started("patch", Rig.Machine) - Detachings, Rig.Started("delete")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20261128)]
    public async Task EveryRequest_FaultsByChance_EndsAsIfItHadNot(int seed)
    {
        Rig.Server.Faults.Random(seed, 0.15);
        await MoveAndRemoveAsync();
        Assert.Equal((1, 1), (Rig.Started("put"), Rig.Started("delete")));
        Assert.NotEmpty(Rig.Server.Faults.Struck);
    }

    [Theory]
    [InlineData("PUT", "disks/orders-data$")]
    [InlineData("POST", "beginGetAccess$")]
    [InlineData("POST", "endGetAccess$")]
    [InlineData("PATCH", "virtualMachines/orders-vm$")]
    public async Task EveryOperation_FailsAfterAWhile_SaysWhyAndWorksWhenItIsRetried(string method, string path)
    {
        Attach();
        Rig.Server.Faults.Add(method, path, 1, Fault.OperationFails("AllocationFailed", afterPolls: 2, "No room."));
        var error = await Assert.ThrowsAsync<AdapterException>(() => Rig.MigrateAsync());
        Assert.Contains("No room", error.Message, StringComparison.Ordinal);
        await Rig.MigrateAsync();
        Assert.True((await Rig.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task EveryStep_TokenExpiresBetweenAnyTwoRuns_FetchesAnother()
    {
        Attach();
        await Rig.BackUpAsync();
        await RunAsync(async () => { await Rig.Adapter.PrepareTargetAsync(Rig.Component, Rig.Scope("provision"), Rig.Patience); return true; });
        await RunAsync(() => Rig.Adapter.RestoreAsync(Rig.Component, Rig.Backup, Rig.Scope("restore"), Rig.Patience));
        Assert.True((await RunAsync(() => Rig.Adapter.CompareAsync(Rig.Component, null, Rig.Scope("validate"), Rig.Patience))).IsEqual);

        Task<T> RunAsync<T>(Func<Task<T>> step) => Rig.RunAsync(() =>
        {
            Rig.Server.ExpireTokens();
            return step();
        });
    }

    private static int Detachings => 1;

    private void Attach() => Rig.Component = Rig.Plan(("vhd", Rig.Vhd), ("vm", Rig.Machine));

    private async Task MoveAndRemoveAsync()
    {
        Attach();
        await Rig.MigrateAsync(isRepeated: true);
        Assert.True((await Rig.CompareAsync(isRepeated: true)).IsEqual);
        await Rig.RemoveAsync(isRepeated: true);
        Assert.Null(Rig.Server.Find(Rig.Disk));
        Assert.Empty(Rig.Server.Find(Rig.Machine)!["properties"]!["storageProfile"]!["dataDisks"]!.AsArray());
    }
}
