using Orchestrator.Adapters.Azure.DataBox;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.DataBox;

public sealed partial class DataBoxBackupStoreTests
{
    [Fact]
    public async Task PutAsync_TokenExpiresInTheMiddle_GoesOn()
    {
        await PlaceAsync();
        _server.ExpireTokens();
        await PutAsync();
        Assert.Equal(1, _rig.Ordered);
    }

    [Fact]
    public async Task PutAsync_OrderFailsAfterMinutes_SaysWhy()
    {
        _server.Faults.Add("PUT", "/jobs/", 1, Fault.OperationFails("SkuNotAvailable", afterPolls: 2, message: "None there."));
        var error = await Assert.ThrowsAsync<AdapterException>(PutAsync);
        Assert.Contains("None there", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PutAsync_ThrottledConflictedAndBroken_OrdersOnce(bool isRestarted)
    {
        _store.IsRestarted = isRestarted;
        foreach (var fault in new[] { Fault.Throttle(TimeSpan.FromSeconds(17)), Fault.Conflict(), Fault.PreconditionFailed(), Fault.ServerError(500), Fault.DropBefore, Fault.DropAfter })
            _server.Faults.Add("PUT", "/jobs/", 1, fault);
        await PutAsync();
        Assert.Equal(1, _rig.Ordered);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public async Task PutAsync_FaultsByChance_EndsAsWithoutThem(int seed)
    {
        _server.Faults.Random(seed, 0.25);
        _store.IsRestarted = seed % 2 == 0;
        var stored = await PutAsync();
        _server.Faults.Clear();
        Assert.Equal(1, _rig.Ordered);
        Assert.Equal(stored, await _store.FindAsync(_rig.Plan, Name, Scope(), default));
        Assert.NotEmpty(_server.Faults.Struck);
    }

    [Theory]
    [InlineData("<CopyLog></CopyLog>", 0)]
    [InlineData("", 0)]
    [InlineData("<ErroredEntity Path=\"a\"><ErrorCode>1</ErrorCode></ErroredEntity><ErroredEntity Path=\"b\"/><CopyLog><FilesErrored>7</FilesErrored></CopyLog>", 7)]
    public void Parse_LogsOfSomeForm_CountsErrors(string text, int count) => Assert.Equal(count, CopyLog.Parse(text).ErroredCount);
}
