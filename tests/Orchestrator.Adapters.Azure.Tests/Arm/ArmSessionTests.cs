using Azure;
using Azure.Core;
using Azure.ResourceManager.Compute;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

public sealed class ArmSessionTests : IDisposable
{
    private readonly ArmRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task FindAsync_ThereIsOne_HasBodyAndETag()
    {
        _rig.Azure.Answers(200, """{"name":"os","properties":{"provisioningState":"Succeeded"}}""", ("ETag", "\"7\""));

        var disk = await _rig.Step().FindAsync(ArmRig.Disk, ArmRig.Version, default);

        Assert.Equal(("os", "Succeeded", "\"7\""), (disk!.Body.Text("name"), disk.ProvisioningState, disk.ETag));
        Assert.Equal($"GET {ArmRig.Disk}?api-version={ArmRig.Version}", _rig.Azure.Last.Line);
        Assert.Equal("Bearer token-1", _rig.Azure.Last.Headers["Authorization"]);
        Assert.Equal("https://management.azure.com/.default", Assert.Single(_rig.Credential.Scopes));
    }

    [Fact]
    public async Task FindAsync_ETagInTheBody_IsTaken()
    {
        _rig.Azure.Answers(200, """{"etag":"e1"}""");
        Assert.Equal("e1", (await _rig.Step().FindAsync(ArmRig.Disk, ArmRig.Version, default))!.ETag);
    }

    [Fact]
    public async Task FindAsync_ThereIsNone_IsNull()
    {
        _rig.Azure.Refuses(404, "ResourceNotFound", "not found");
        Assert.Null(await _rig.Step().FindAsync(ArmRig.Disk, ArmRig.Version, default));
    }

    [Fact]
    public async Task GetAsync_ThereIsNone_FailsForGood()
    {
        _rig.Azure.Refuses(404, "ResourceNotFound", "The disk was not found.");

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.Step().GetAsync(ArmRig.Disk, ArmRig.Version, default));

        Assert.False(error.IsTransient);
        Assert.Equal($"GET {ArmRig.Disk}", error.Subject);
        Assert.Equal("there is no such thing: ResourceNotFound: The disk was not found", error.Problem);
    }

    [Fact]
    public async Task PutAsync_Body_IsSentAsItIs()
    {
        _rig.Azure.Answers(200, "{}");

        await _rig.Step().PutAsync(ArmRig.Disk, ArmRig.Version, new { Properties = new { TTL = 30, Empty = (string?)null } }, default, ArmCondition.Unchanged("e1"));

        Assert.Equal("""{"properties":{"ttl":30}}""", _rig.Azure.Last.Body);
        Assert.Equal("e1", _rig.Azure.Last.Headers["If-Match"]);
        Assert.Equal("PUT", _rig.Azure.Last.Method);
    }

    [Fact]
    public async Task PatchAsync_OnlyWhenAbsent_SaysSo()
    {
        _rig.Azure.Answers(200, "{}");
        await _rig.Step().PatchAsync(ArmRig.Disk, ArmRig.Version, new { tags = ArmTags.For(_rig.Step().Scope) }, default, ArmCondition.Absent);
        Assert.Equal("""{"tags":{"orchestrator-migration":"m-1","orchestrator-step":"provisionTarget"}}""", _rig.Azure.Last.Body);
        Assert.Equal("*", _rig.Azure.Last.Headers["If-None-Match"]);
    }

    [Fact]
    public async Task PostAsync_WithoutBody_SendsNone()
    {
        _rig.Azure.Answers(202);
        await _rig.Step().PostAsync($"{ArmRig.Disk}/endGetAccess", ArmRig.Version, null, default);
        Assert.Equal(($"POST {ArmRig.Disk}/endGetAccess?api-version={ArmRig.Version}", ""), (_rig.Azure.Last.Line, _rig.Azure.Last.Body));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(404)]
    public async Task DeleteAsync_WhateverWasThere_IsFine(int status)
    {
        _rig.Azure.Answers(status);
        Assert.Equal(status, (await _rig.Step().DeleteAsync(ArmRig.Disk, ArmRig.Version, default)).Status);
    }

    [Fact]
    public async Task ListAsync_Pages_AreFollowed()
    {
        _rig.Azure
            .Answers(200, """{"value":[{"name":"a"},{"name":"b"}],"nextLink":"https://management.azure.com/next?page=2"}""")
            .Answers(200, """{"value":[{"name":"c"}]}""");

        var names = new List<string?>();
        await foreach (var disk in _rig.Step().ListAsync("/subscriptions/s/disks?$filter=x", ArmRig.Version, default))
            names.Add(disk.Text("name"));

        Assert.Equal(["a", "b", "c"], names);
        Assert.Equal([$"GET /subscriptions/s/disks?$filter=x&api-version={ArmRig.Version}", "GET /next?page=2"], _rig.Azure.Requests.Select(request => request.Line));
    }

    [Fact]
    public async Task ListAsync_NextPageElsewhere_GetsNoToken()
    {
        _rig.Azure.Answers(200, """{"value":[],"nextLink":"https://management.azure.com.evil.example/next"}""");

        var error = await Assert.ThrowsAsync<AdapterException>(async () =>
        {
            await foreach (var _ in _rig.Step().ListAsync("/subscriptions", ArmRig.Version, default))
                Assert.Fail("There is none.");
        });

        Assert.Contains("the host's token must not be sent", error.Problem, StringComparison.Ordinal);
        Assert.Single(_rig.Azure.Requests);
    }

    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("https://evil.example/x")]
    public async Task GetAsync_PathIsNone_IsRefused(string path)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _rig.Step().GetAsync(path, ArmRig.Version, default));
        Assert.Empty(_rig.Azure.Requests);
    }

    [Fact]
    public async Task GetAsync_OtherCloud_IsAskedWithItsAudience()
    {
        using var rig = new ArmRig(new() { Endpoint = new("https://management.usgovcloudapi.net"), Audience = "https://management.core.usgovcloudapi.net" });
        rig.Azure.Answers(200, "{}");

        await rig.Step().GetAsync(ArmRig.Disk, ArmRig.Version, default);

        Assert.Equal("management.usgovcloudapi.net", rig.Azure.Last.Url.Host);
        Assert.Equal("https://management.core.usgovcloudapi.net/.default", Assert.Single(rig.Credential.Scopes));
    }

    [Fact]
    public async Task CallAsync_TypedClient_UsesTheSameIdentityAndConnections()
    {
        using var rig = new ArmRig(new() { Endpoint = new("https://arm.example:8443"), Audience = "https://audience.example" });
        rig.Azure.Answers(200, $$"""{"id":"{{ArmRig.Disk}}","name":"os","location":"westeurope","type":"Microsoft.Compute/disks"}""");

        var disk = await rig.Step().CallAsync("disk os", async client => (await client.GetManagedDiskResource(new ResourceIdentifier(ArmRig.Disk)).GetAsync()).Value, default);

        Assert.Equal("os", disk.Data.Name);
        Assert.Equal("https://arm.example:8443", rig.Azure.Last.Url.GetLeftPart(UriPartial.Authority));
        Assert.Equal("Bearer token-1", rig.Azure.Last.Headers["Authorization"]);
        Assert.Equal("https://audience.example/.default", Assert.Single(rig.Credential.Scopes));
    }

    [Fact]
    public async Task RunAsync_TypedOperation_IsTakenUpFromItsHandle()
    {
        var vm = new ResourceIdentifier(ResourceIds.Of("00000000-0000-0000-0000-000000000001", "orders", "Microsoft.Compute/virtualMachines", "vm"));
        _rig.Azure.Answers(202, "", ("Azure-AsyncOperation", "https://management.azure.com/operations/1"), ("Retry-After", "17"));

        var pending = await Assert.ThrowsAsync<OperationPendingException>(Run);

        Assert.Equal(TimeSpan.FromSeconds(17), pending.LookAgainAfter);
        _rig.Azure.Answers(200, """{"status":"Succeeded"}""");
        await Run();
        Assert.Equal("GET /operations/1", _rig.Azure.Last.Line);
        Assert.Equal(2, _rig.Azure.Requests.Count);

        Task<ArmAnswer?> Run() => _rig.Step() is var arm ? arm.RunAsync(new()
        {
            Key = "vm.deallocate",
            What = "Deallocating the VM vm",
            Start = async cancellation => ArmAnswer.Of(await arm.Client.GetVirtualMachineResource(vm).DeallocateAsync(WaitUntil.Started, cancellationToken: cancellation)),
        }, default) : null!;
    }
}
