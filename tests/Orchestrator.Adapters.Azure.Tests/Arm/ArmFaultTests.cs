using Azure.Core;
using Azure.Identity;
using Azure.ResourceManager.Compute;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

public sealed class ArmFaultTests : IDisposable
{
    private readonly ArmRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task GetAsync_AskedToWait_IsPendingAndNotRepeated(int status)
    {
        _rig.Azure.Refuses(status, "TooManyRequests", "slow down", ("Retry-After", "90"));

        var pending = await Assert.ThrowsAsync<OperationPendingException>(Get);

        Assert.Equal(TimeSpan.FromSeconds(90), pending.LookAgainAfter);
        Assert.Equal($"GET {ArmRig.Disk}: Azure throttles its callers (HTTP {status}); waits 1 min 30 s, 1 min 30 s in all so far of 2 h for this migration", pending.Message);
        Assert.Single(_rig.Azure.Requests);
        Assert.Single(_rig.Logged.Of("Throttled"));
    }

    [Fact]
    public async Task GetAsync_ThrottledBriefly_IsRepeatedTwice()
    {
        _rig.Azure.Refuses(429, "TooManyRequests", "slow down").Refuses(429, "TooManyRequests", "slow down").Answers(200, "{}");
        await Get();
        Assert.Equal(3, _rig.Azure.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_ThrottledAllTheTime_SpendsTheMigrationsBudget()
    {
        using var rig = new ArmRig(new() { WaitBudget = TimeSpan.FromMinutes(2) });
        for (var time = 0; time < 4; time++)
            rig.Azure.Refuses(429, "TooManyRequests", "slow down", ("Retry-After", "50"));

        Assert.Contains("50 s in all so far of 2 min", (await Throttled("freeze")).Message, StringComparison.Ordinal);
        Assert.Contains("1 min 40 s in all so far of 2 min", (await Throttled("other")).Message, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<AdapterException>(() => rig.Step().GetAsync(ArmRig.Disk, ArmRig.Version, default));

        Assert.False(error.IsTransient);
        Assert.Contains("WaitBudget", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("50 s in all", (await Throttled("a retry has all of it again")).Message, StringComparison.Ordinal);

        Task<OperationPendingException> Throttled(string step) =>
            Assert.ThrowsAsync<OperationPendingException>(() => rig.Step(step).GetAsync(ArmRig.Disk, ArmRig.Version, default));
    }

    [Theory]
    [InlineData("AnotherOperationInProgress", "x")]
    [InlineData("Conflict", "Another operation on this or a dependent resource is in progress.")]
    [InlineData("OperationNotAllowed", "The VM is currently being updated.")]
    public async Task PutAsync_AnotherOperationWorksOnIt_IsPending(string code, string message)
    {
        _rig.Azure.Refuses(409, code, message);
        var pending = await Assert.ThrowsAsync<OperationPendingException>(() => _rig.Step().PutAsync(ArmRig.Disk, ArmRig.Version, new { }, default));
        Assert.Contains($"another operation works on it ({code})", pending.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Conflict", true)]
    [InlineData("DiskInUse", false)]
    public async Task PutAsync_OtherConflict_Fails(string code, bool isTransient)
    {
        _rig.Azure.Refuses(409, code, "The disk is attached.");
        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.Step().PutAsync(ArmRig.Disk, ArmRig.Version, new { }, default));
        Assert.Equal((isTransient, $"{code}: The disk is attached (HTTP 409)"), (error.IsTransient, error.Problem));
    }

    [Fact]
    public async Task PutAsync_ETagIsAnother_IsTransient()
    {
        _rig.Azure.Refuses(412, "PreconditionFailed", "etag");
        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.Step().PutAsync(ArmRig.Disk, ArmRig.Version, new { }, default, ArmCondition.Unchanged("e1")));
        Assert.Equal((true, "somebody else changed it meanwhile"), (error.IsTransient, error.Problem));
    }

    [Fact]
    public async Task GetAsync_TokenExpired_IsRepeatedWithAFreshOneThatIsKept()
    {
        _rig.Azure.Refuses(401, "ExpiredAuthenticationToken", "expired", ("WWW-Authenticate", "Bearer error=\"invalid_token\"")).Answers(200, "{}").Answers(200, "{}");

        await Get();
        await Get();

        Assert.Equal(["Bearer token-1", "Bearer token-2", "Bearer token-2"], _rig.Azure.Requests.Select(request => request.Headers["Authorization"]));
    }

    [Fact]
    public async Task CallAsync_TokenExpired_IsRepeatedWithAFreshOne()
    {
        _rig.Azure.Refuses(401, "ExpiredAuthenticationToken", "expired").Answers(200, $$"""{"id":"{{ArmRig.Disk}}","name":"os","location":"westeurope"}""");
        await _rig.Step().CallAsync("disk os", client => client.GetManagedDiskResource(new ResourceIdentifier(ArmRig.Disk)).GetAsync(), default);
        Assert.Equal(["Bearer token-1", "Bearer token-2"], _rig.Azure.Requests.Select(request => request.Headers["Authorization"]));
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task GetAsync_FreshTokenIsRefusedToo_SaysHowToSignIn(bool isStuck, int requests)
    {
        using var rig = new ArmRig(credential: new() { IsStuck = isStuck });
        rig.Azure.Refuses(401, "InvalidAuthenticationTokenTenant", "wrong tenant").Refuses(401, "InvalidAuthenticationTokenTenant", "wrong tenant");

        var error = await Assert.ThrowsAsync<AdapterException>(() => rig.Step().GetAsync(ArmRig.Disk, ArmRig.Version, default));

        Assert.False(error.IsTransient);
        Assert.Contains("az login", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(requests, rig.Azure.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_NoIdentity_SaysHowToSignIn()
    {
        _rig.Credential.Error = new CredentialUnavailableException("nothing");
        var error = await Assert.ThrowsAsync<AdapterException>(Get);
        Assert.Equal((false, "the host has no identity that Azure knows"), (error.IsTransient, error.Problem));
    }

    [Fact]
    public async Task GetAsync_TokenServiceIsAway_IsTransient()
    {
        _rig.Credential.Error = new AuthenticationFailedException("no", new HttpRequestException("reset"));
        Assert.True((await Assert.ThrowsAsync<AdapterException>(Get)).IsTransient);
    }

    [Fact]
    public async Task PostAsync_NotAllowed_NamesActionAndCommand()
    {
        _rig.Azure.Refuses(403, "AuthorizationFailed", "The client 'c' with object id '11' does not have authorization to perform action 'Microsoft.Compute/disks/write' over scope '/subscriptions/1' or the scope is invalid.");

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.Step().PostAsync($"{ArmRig.Disk}/x", ArmRig.Version, null, default));

        Assert.Equal((false, "the host's identity may not do Microsoft.Compute/disks/write"), (error.IsTransient, error.Problem));
        Assert.Contains("az role assignment create --assignee 11 --role ROLE --scope /subscriptions/1", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_ServerFails_IsTransientAfterTwoRepetitions()
    {
        for (var time = 0; time < 3; time++)
            _rig.Azure.Refuses(500, "InternalServerError", "oops", ("x-ms-request-id", "r1"));

        var error = await Assert.ThrowsAsync<AdapterException>(Get);

        Assert.Equal((true, "InternalServerError: oops (HTTP 500, request r1)"), (error.IsTransient, error.Problem));
        Assert.Equal(3, _rig.Azure.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_ConnectionDrops_IsRepeatedThenTransient()
    {
        _rig.Azure.Breaks().Answers(200, "{}").Breaks().Breaks().Breaks();

        await Get();
        var error = await Assert.ThrowsAsync<AdapterException>(Get);

        Assert.Equal((true, "Azure cannot be reached: Connection reset by peer"), (error.IsTransient, error.Problem));
    }

    [Fact]
    public async Task PostAsync_ConnectionDrops_IsNotRepeated()
    {
        _rig.Azure.Breaks();
        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => _rig.Step().PostAsync($"{ArmRig.Disk}/start", ArmRig.Version, null, default))).IsTransient);
        Assert.Single(_rig.Azure.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public async Task PostAsync_ServerFails_IsNotRepeated(int status)
    {
        _rig.Azure.Refuses(status, "InternalServerError", "oops");
        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => _rig.Step().PostAsync($"{ArmRig.Disk}/start", ArmRig.Version, null, default))).IsTransient);
        Assert.Single(_rig.Azure.Requests);
    }

    [Fact]
    public async Task CallAsync_Refused_QuotesNoSecret()
    {
        _rig.Azure.Refuses(400, "InvalidParameter", "The value https://a.blob.core.windows.net/c/x.vhd?sv=1&sig=c2VjcmV0 of 'sourceUri' and adminPassword: 'c2VjcmV0' are wrong. AccountKey=c2VjcmV0;");

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.Step().CallAsync(
            "disk os", client => client.GetManagedDiskResource(new ResourceIdentifier(ArmRig.Disk)).GetAsync(), default));

        Assert.Contains("https://a.blob.core.windows.net/c/x.vhd?***", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token-", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_Cancelled_IsNoFailureOfAzure()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Step().GetAsync(ArmRig.Disk, ArmRig.Version, cancel.Token));
    }

    private Task<ArmAnswer> Get() => _rig.Step().GetAsync(ArmRig.Disk, ArmRig.Version, default);
}
