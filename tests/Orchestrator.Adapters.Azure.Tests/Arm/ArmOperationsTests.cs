using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

public sealed partial class ArmOperationsTests : IDisposable
{
    private const string Poll = "https://management.azure.com/operations/1?t=c2VjcmV0";
    private const string PollLine = "GET /operations/1?t=c2VjcmV0";

    private readonly ArmRig _rig = new();
    private OperationProbe _probe;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task RunAsync_FromStartToEnd_StartsOnceAndReadsTheResult()
    {
        _rig.Azure.Answers(202, "", ("Azure-AsyncOperation", Poll), ("Location", "https://management.azure.com/other"));
        var first = await Pending();
        Assert.Equal("Importing the disk os: under way since 2026-12-05 22:00:00 UTC (0 s)", first.Message);
        Assert.Equal(TimeSpan.FromSeconds(10), first.LookAgainAfter);

        _rig.Time.Advance(TimeSpan.FromMinutes(3));
        _rig.Azure.Answers(200, """{"status":"InProgress","percentComplete":40.0}""");
        var second = await Pending();
        Assert.Equal("Importing the disk os: under way since 2026-12-05 22:00:00 UTC (3 min), 40 % done", second.Message);
        Assert.Equal(TimeSpan.FromSeconds(30), second.LookAgainAfter);

        _rig.Time.Advance(TimeSpan.FromMinutes(60));
        _rig.Azure.Answers(202, """{"status":"InProgress"}""");
        Assert.Equal(TimeSpan.FromSeconds(60), (await Pending()).LookAgainAfter);

        _rig.Azure.Answers(200, """{"status":"Succeeded"}""").Answers(200, """{"name":"os"}""");
        Assert.Equal("os", (await Run())!.Body.Text("name"));
        Assert.Equal(["PUT", "GET", "GET", "GET", "GET"], _rig.Azure.Requests.Select(request => request.Method));
        Assert.Equal(3, _rig.Azure.Requests.Count(request => request.Line == PollLine));
        Assert.Single(_rig.Logged.Of("OperationStarted"));
        Assert.Equal("m-1: ended in Azure after 1 h 3 min: Importing the disk os: done", Assert.Single(_rig.Logged.Of("OperationEnded")));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public async Task RunAsync_EndsAtOnce_ReturnsAtOnce(int status)
    {
        _rig.Azure.Answers(status, """{"properties":{"provisioningState":"Succeeded"}}""").Answers(200, """{"name":"os"}""");
        Assert.Equal("os", (await Run())!.Body.Text("name"));
    }

    [Fact]
    public async Task RunAsync_NoHandleButUnfinished_LooksAtTheResource()
    {
        _rig.Azure.Answers(201, """{"properties":{"provisioningState":"Creating"}}""");
        await Pending();
        _rig.Azure.Answers(200, """{"properties":{"provisioningState":"Creating"}}""");
        await Pending();
        _rig.Azure.Answers(200, """{"properties":{"provisioningState":"Succeeded"}}""").Answers(200, """{"name":"os"}""");
        Assert.Equal("os", (await Run())!.Body.Text("name"));
        Assert.Single(_rig.Azure.Requests, request => request.Method == "PUT");
    }

    [Fact]
    public async Task RunAsync_LocationOnly_GivesWhatTheActionGave()
    {
        _rig.Azure.Answers(202, "", ("Location", Poll));
        await Pending(Action);
        _rig.Azure.Answers(202, "", ("Location", "https://management.azure.com/operations/2"), ("Retry-After", "25"));
        Assert.Equal(TimeSpan.FromSeconds(25), (await Pending(Action)).LookAgainAfter);
        _rig.Azure.Answers(200, """{"accessSAS":"x"}""").Answers(200, """{"accessSAS":"x"}""");

        Assert.Equal("x", (await Run(Action))!.Body.Text("accessSAS"));
        Assert.Equal("x", (await Run(Action))!.Body.Text("accessSAS")); // killed behind the first, and run again

        Assert.Equal(["POST /start", PollLine, "GET /operations/2", "GET /operations/2"], _rig.Azure.Requests.Select(request => request.Line.Replace($"{ArmRig.Disk}", "").Replace($"?api-version={ArmRig.Version}", "")));
    }

    [Fact]
    public async Task RunAsync_KilledBetweenRequestAndHandle_NeverStartsASecond()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Run(arm => Import(arm) with { Start = _ => throw new InvalidTimeZoneException("killed") }));
        _probe = OperationProbe.UnderWay;
        Assert.Contains("under way since 2026-12-05 22:00:00 UTC", (await Pending()).Message, StringComparison.Ordinal);
        Assert.Single(_rig.Logged.Of("OperationResumed"));
        _probe = OperationProbe.Done;
        _rig.Azure.Answers(200, """{"name":"os"}""");
        Assert.Equal("os", (await Run())!.Body.Text("name"));
        Assert.DoesNotContain(_rig.Azure.Requests, request => request.Method == "PUT");
    }

    [Fact]
    public async Task RunAsync_HandleCannotBeStored_NeverStartsASecond()
    {
        var folder = Path.Combine(_rig.WorkFolder, "operations");
        _rig.Azure.Answers(202, "", ("Azure-AsyncOperation", Poll));
        await Assert.ThrowsAnyAsync<IOException>(() => Run(arm => Import(arm) with
        {
            Start = async cancellation =>
            {
                var answer = await Import(arm).Start(cancellation);
                Directory.Move(folder, $"{folder}.away");
                await File.WriteAllTextAsync(folder, "in the way", cancellation);
                return answer;
            },
        }));
        File.Delete(folder);
        Directory.Move($"{folder}.away", folder);

        _probe = OperationProbe.UnderWay;
        await Pending();
        Assert.Single(_rig.Azure.Requests);
    }

    [Fact]
    public async Task RunAsync_KilledBeforeTheRequest_StartsIt()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Run(arm => Import(arm) with { Start = _ => throw new InvalidTimeZoneException("killed") }));
        _rig.Azure.Answers(202, "", ("Azure-AsyncOperation", Poll));
        await Pending();
        Assert.Single(_rig.Azure.Requests);
    }

    [Fact]
    public async Task RunAsync_HoldsAlready_StartsNothing()
    {
        _probe = OperationProbe.Done;
        _rig.Azure.Answers(200, """{"name":"os"}""");
        await Run();
        Assert.Equal("GET", Assert.Single(_rig.Azure.Requests).Method);
    }

    [Fact]
    public async Task RunAsync_EndedAndTakenBackBySomebody_StartsAgain()
    {
        _rig.Azure.Answers(200, "{}").Answers(200, "{}").Answers(202, "", ("Azure-AsyncOperation", Poll));
        await Run();
        await Pending();
        Assert.Equal(2, _rig.Azure.Requests.Count(request => request.Method == "PUT"));
    }

    [Fact]
    public async Task RunAsync_SomebodyElsesIsUnderWay_WaitsThenStartsOurs()
    {
        _probe = OperationProbe.UnderWay;
        await Pending();
        await Pending();
        Assert.Empty(_rig.Azure.Requests);
        Assert.Single(_rig.Logged.Of("OperationResumed"));
        _probe = OperationProbe.NotStarted;
        await StartedAsync();
        Assert.Single(_rig.Azure.Requests);
    }

    [Fact]
    public async Task SettleAsync_InFlight_WaitsForItsEndWhateverItIs()
    {
        await StartedAsync();
        _rig.Azure.Answers(200, """{"status":"InProgress"}""");
        await Assert.ThrowsAsync<OperationPendingException>(Settle);
        _rig.Azure.Answers(200, """{"status":"Failed"}""");
        await Settle();
        await Settle();
        Assert.Equal(3, _rig.Azure.Requests.Count);
    }

    [Fact]
    public async Task SettleAsync_KilledBetweenRequestAndHandle_AsksTheResource()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Run(arm => Import(arm) with { Start = _ => throw new InvalidTimeZoneException("killed") }));
        _probe = OperationProbe.UnderWay;
        await Assert.ThrowsAsync<OperationPendingException>(Settle);
        _probe = OperationProbe.Done;
        await Settle();
    }

    [Fact]
    public async Task SettleAsync_ResourceShowsTheOldStateForTwoLooks_WaitsForWhatWasTaken()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Run(arm => Import(arm) with { Start = _ => throw new InvalidTimeZoneException("killed") }));
        await Assert.ThrowsAsync<OperationPendingException>(Settle);
        _rig.Time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<OperationPendingException>(Settle);
        _probe = OperationProbe.UnderWay;
        _rig.Time.Advance(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<OperationPendingException>(Settle);
        _probe = OperationProbe.Done;
        await Settle();
    }

    [Fact]
    public async Task SettleAsync_NothingShowsForMinutes_WasNeverTaken()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Run(arm => Import(arm) with { Start = _ => throw new InvalidTimeZoneException("killed") }));
        await Assert.ThrowsAsync<OperationPendingException>(Settle);
        _rig.Time.Advance(TimeSpan.FromMinutes(3));
        await Settle();
        Assert.Empty(_rig.Azure.Requests);
    }

    [Fact]
    public async Task SettleAsync_NeverHappened_AsksNobody()
    {
        await Settle();
        Assert.Empty(_rig.Azure.Requests);
        Assert.False(Directory.Exists(_rig.WorkFolder));
    }

    private Task Settle() => _rig.Step("removeTarget") is var arm ? arm.SettleAsync(Import(arm), default) : null!;

    private async Task StartedAsync()
    {
        _rig.Azure.Answers(202, "", ("Azure-AsyncOperation", Poll));
        await Pending();
    }

    private Task<OperationPendingException> Pending(Func<ArmSession, LongOperation>? operation = null) =>
        Assert.ThrowsAsync<OperationPendingException>(() => Run(operation));

    private Task<ArmAnswer?> Run(Func<ArmSession, LongOperation>? operation = null) =>
        _rig.Step() is var arm ? arm.RunAsync((operation ?? Import)(arm), default) : null!;

    private LongOperation Import(ArmSession arm) => new()
    {
        Key = "azureDisk.os.import",
        What = "Importing the disk os",
        Start = cancellation => arm.PutAsync(ArmRig.Disk, ArmRig.Version, new { location = "westeurope" }, cancellation),
        Probe = _ => Task.FromResult(_probe),
        ResultPath = ArmRig.Disk,
        ResultApiVersion = ArmRig.Version,
    };

    private static LongOperation Action(ArmSession arm) => new()
    {
        Key = "azureDisk.os.start",
        What = "Starting",
        Start = cancellation => arm.PostAsync($"{ArmRig.Disk}/start", ArmRig.Version, null, cancellation),
    };
}
