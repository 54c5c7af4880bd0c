using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

public sealed partial class ArmOperationsTests
{
    [Fact]
    public async Task RunAsync_RefusedAtStart_IsForgottenAndStartsAgain()
    {
        _rig.Azure.Refuses(429, "TooManyRequests", "slow down", ("Retry-After", "60"));
        Assert.Contains("Azure throttles", (await Pending()).Message, StringComparison.Ordinal);
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        _rig.Azure.Answers(202, "", ("Azure-AsyncOperation", Poll));
        Assert.Equal(
            "Importing the disk os: under way since 2026-12-05 22:01:00 UTC (0 s); Azure let this migration wait for 1 min in all", (await Pending()).Message);
    }

    [Theory]
    [InlineData("AllocationFailed", false)]
    [InlineData("Conflict", true)]
    [InlineData("InternalServerError", true)]
    public async Task RunAsync_FailsAfterMinutes_SaysWhyAndStartsAnewNextTime(string code, bool isTransient)
    {
        await StartedAsync();
        _rig.Azure.Answers(200, $$$"""{"status":"Failed","error":{"code":"DeploymentFailed","message":"m.","details":[{"code":"{{{code}}}","message":"No room, sig=c2VjcmV0"}]}}""");

        var error = await Assert.ThrowsAsync<AdapterException>(() => Run());

        Assert.Equal($"Azure took it on and gave it up: DeploymentFailed: m ({code}: No room, sig=***)", error.Problem);
        Assert.Equal(isTransient, error.IsTransient);
        _rig.Azure.Answers(202, "", ("Azure-AsyncOperation", Poll));
        await Pending();
        Assert.Equal(2, _rig.Azure.Requests.Count(request => request.Method == "PUT"));
    }

    [Fact]
    public async Task RunAsync_Canceled_Fails()
    {
        await StartedAsync();
        _rig.Azure.Answers(200, """{"status":"Canceled"}""");
        Assert.Contains("Canceled: Azure gives no reason", (await Assert.ThrowsAsync<AdapterException>(() => Run())).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_LocationAnswersARefusal_Fails()
    {
        _rig.Azure.Answers(202, "", ("Location", Poll));
        await Pending(Action);
        _rig.Azure.Refuses(409, "Conflict", "Another operation is in progress.");
        var error = await Assert.ThrowsAsync<AdapterException>(() => Run(Action));
        Assert.Equal((true, "Azure took it on and gave it up: Conflict: Another operation is in progress"), (error.IsTransient, error.Problem));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task RunAsync_LookingIsThrottled_GoesOnLater(int status)
    {
        await StartedAsync();
        _rig.Azure.Refuses(status, "x", "y", ("Retry-After", "120"));
        Assert.Equal(TimeSpan.FromMinutes(2), (await Pending()).LookAgainAfter);
        _rig.Azure.Answers(200, """{"status":"Succeeded"}""").Answers(200, """{"name":"os"}""");
        Assert.NotNull(await Run());
        Assert.Single(_rig.Azure.Requests, request => request.Method == "PUT");
    }

    [Theory]
    [InlineData("https://evil.example/operations/1")]
    [InlineData("http://management.azure.com/operations/1")]
    [InlineData("https://management.azure.com:8443/operations/1")]
    [InlineData("https://management.azure.com@evil.example/operations/1")]
    public async Task RunAsync_HandleLeadsElsewhere_GetsNoToken(string url)
    {
        _rig.Azure.Answers(202, "", ("Azure-AsyncOperation", url));
        var error = await Assert.ThrowsAsync<AdapterException>(() => Run());
        Assert.False(error.IsTransient);
        Assert.Contains("the host's token must not be sent", error.Problem, StringComparison.Ordinal);
        Assert.Single(_rig.Azure.Requests);

        // The operation is not lost: a retry looks at the resource.
        _probe = OperationProbe.Done;
        _rig.Azure.Answers(200, """{"name":"os"}""");
        Assert.NotNull(await Run());
    }

    [Fact]
    public async Task RunAsync_StoredHandleWasChanged_GetsNoToken()
    {
        await StartedAsync();
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_rig.WorkFolder, "operations")));
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("management.azure.com", "evil.example", StringComparison.Ordinal));
        await Assert.ThrowsAsync<AdapterException>(() => Run());
        Assert.Single(_rig.Azure.Requests);
    }

    [Fact]
    public async Task RunAsync_AzureForgotTheOperation_LooksAtTheResource()
    {
        await StartedAsync();
        _probe = OperationProbe.Done;
        _rig.Azure.Refuses(404, "NotFound", "no operation").Answers(200, """{"name":"os"}""");
        Assert.NotNull(await Run());
    }

    [Fact]
    public async Task RunAsync_AzureForgotTheOperationWithoutAProbe_ReadsItsProvisioningState()
    {
        _rig.Azure.Answers(202, "", ("Azure-AsyncOperation", Poll));
        await Pending(WithoutProbe);
        _rig.Azure.Refuses(404, "NotFound", "no operation").Answers(200, """{"properties":{"provisioningState":"Failed"}}""");
        Assert.Contains("Failed", (await Assert.ThrowsAsync<AdapterException>(() => Run(WithoutProbe))).Problem, StringComparison.Ordinal);

        LongOperation WithoutProbe(ArmSession arm) => Import(arm) with { Probe = null };
    }

    [Fact]
    public async Task RunAsync_ForgottenAndNothingToSee_IsGivenAMomentThenTriedAgain()
    {
        await StartedAsync();
        _rig.Azure.Refuses(404, "NotFound", "no operation").Refuses(404, "NotFound", "no disk");
        await Pending();
        _rig.Time.Advance(TimeSpan.FromMinutes(3));
        _rig.Azure.Refuses(404, "NotFound", "no operation").Refuses(404, "NotFound", "no disk");
        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => Run())).IsTransient);
    }

    [Fact]
    public async Task RunAsync_TakesTooLong_AsksForAPersonAndGoesOnWhenItEnds()
    {
        await StartedAsync();
        _rig.Time.Advance(TimeSpan.FromHours(25));
        _rig.Azure.Answers(200, """{"status":"InProgress"}""");
        var error = await Assert.ThrowsAsync<AdapterException>(() => Run());
        Assert.Equal((false, "under way since 2026-12-05 22:00:00 UTC (25 h), longer than 24 h"), (error.IsTransient, error.Problem));
        _rig.Azure.Answers(200, """{"status":"Succeeded"}""").Answers(200, "{}");
        Assert.NotNull(await Run());
    }
}
