using System.Text.Json.Nodes;
using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

public sealed class StateTests(ArmJudge judge) : ArmTest(judge)
{
    private const string Groups = "?api-version=2022-09-01";
    private const string Networks = "?api-version=2023-05-01";
    private const string Card = """{"location":"westeurope","tags":{"a":"b"},"properties":{"ipConfigurations":[{"name":"ip","properties":{"privateIPAllocationMethod":"Dynamic"}}]}}""";

    protected override ArmServerOptions Options => new() { PageSize = 2 };

    private string CardId => $"{Group}/providers/Microsoft.Network/networkInterfaces/nic";

    private string Subscription => $"/subscriptions/{Server.Options.SubscriptionId}";

    [Fact]
    public async Task Subscription_Known_IsShown()
    {
        Assert.Equal("Enabled", (await GetAsync($"{Subscription}?api-version=2022-12-01"))["state"]!.GetValue<string>());
        Assert.Equal("SubscriptionNotFound", (await GetAsync($"/subscriptions/{Guid.NewGuid()}?api-version=2022-12-01")).Code);
        Assert.Equal(200, (await GetAsync($"{Subscription}/providers{Groups}")).Status);
        Assert.Equal(200, (await SendAsync("POST", $"{Subscription}/providers/Microsoft.Compute/register{Groups}")).Status);
    }

    [Fact]
    public async Task ResourceGroup_ItsLife_TakesItsResourcesWithIt()
    {
        var group = $"{Subscription}/resourceGroups/other";
        Assert.Equal(404, (await SendAsync("HEAD", group + Groups)).Status);
        Assert.Equal(201, (await PutAsync(group + Groups, """{"location":"westeurope","tags":{"owner":"me"}}""")).Status);
        Assert.Equal(200, (await PutAsync(group + Groups, """{"location":"westeurope"}""")).Status);
        Assert.Equal(409, (await PutAsync(group + Groups, """{"location":"northeurope"}""")).Status);
        Assert.Equal(204, (await SendAsync("HEAD", group.ToUpperInvariant().Replace("SUBSCRIPTIONS", "subscriptions", StringComparison.Ordinal) + Groups)).Status);
        await SucceedAsync("PUT", $"{group}/providers/Microsoft.Network/networkInterfaces/nic{Networks}", Card);
        await SucceedAsync("DELETE", group + Groups);
        Assert.Equal("ResourceGroupNotFound", (await GetAsync(group + Groups)).Code);
        Assert.DoesNotContain(Server.ResourceIds, id => id.StartsWith(group, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Put_InAGroupThatIsAbsent_IsRefused() =>
        Assert.Equal("ResourceGroupNotFound", (await PutAsync($"{Subscription}/resourceGroups/none/providers/Microsoft.Network/networkInterfaces/nic{Networks}", Card)).Code);

    [Fact]
    public async Task Put_WhileAnOperationGoesOn_Conflicts()
    {
        await PutAsync(CardId + Networks, Card);
        Assert.Equal("AnotherOperationInProgress", (await PutAsync(CardId + Networks, Card)).Code);
        Assert.Single(Server.OperationsStarted);
    }

    [Fact]
    public async Task Put_WithEtags_HoldsThem()
    {
        await SucceedAsync("PUT", CardId + Networks, Card);
        var etag = (await GetAsync(CardId + Networks)).Headers["ETag"];
        Assert.Equal(412, (await SendAsync("PUT", CardId + Networks, Card, ("If-None-Match", "*"))).Status);
        Assert.Equal(412, (await SendAsync("PUT", CardId + Networks, Card, ("If-Match", "\"other\""))).Status);
        Assert.Equal(200, (await SendAsync("PUT", CardId + Networks, Card, ("If-Match", etag))).Status);
    }

    [Fact]
    public async Task Get_OfAResourceInProgress_CountsAsALook()
    {
        await PutAsync(CardId + Networks, Card);
        Assert.Equal("Creating", (await GetAsync(CardId + Networks))["properties", "provisioningState"]!.GetValue<string>());
        Assert.Equal("Succeeded", (await GetAsync(CardId + Networks))["properties", "provisioningState"]!.GetValue<string>());
    }

    [Fact]
    public async Task List_LongerThanAPage_GoesOnAtItsNextLink()
    {
        for (var number = 0; number < 3; number++)
            await SucceedAsync("PUT", $"{CardId}{number}{Networks}", Card);
        var first = await GetAsync($"{Group}/providers/Microsoft.Network/networkInterfaces{Networks}");
        var second = await GetAsync(first["nextLink"]!.GetValue<string>());
        Assert.Equal((2, 1), (first["value"]!.AsArray().Count, second["value"]!.AsArray().Count));
        Assert.Null(second["nextLink"]);
    }

    [Fact]
    public async Task Resources_WithAFilter_AreThoseWithTheTag()
    {
        await SucceedAsync("PUT", CardId + Networks, Card);
        Assert.Single((await GetAsync($"{Group}/resources{Groups}&$filter=tagName eq 'a' and tagValue eq 'b'"))["value"]!.AsArray());
        Assert.Empty((await GetAsync($"{Subscription}/resources{Groups}&$filter=tagName eq 'a' and tagValue eq 'c'"))["value"]!.AsArray());
    }

    [Fact]
    public async Task Tags_MergedAndDeleted_ShowAtTheResource()
    {
        await SucceedAsync("PUT", CardId + Networks, Card);
        var tags = $"{CardId}/providers/Microsoft.Resources/tags/default{Groups}";
        Assert.Equal(200, (await SendAsync("PATCH", tags, """{"operation":"Merge","properties":{"tags":{"c":"d"}}}""")).Status);
        Assert.Equal(200, (await SendAsync("PATCH", tags, """{"operation":"Delete","properties":{"tags":{"a":"b"}}}""")).Status);
        Assert.Equal("""{"c":"d"}""", (await GetAsync(tags))["properties", "tags"]!.ToJsonString());
        Assert.Equal("""{"c":"d"}""", Server.Find(CardId)!["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task Delete_OfWhatIsAbsent_IsDone() => Assert.Equal(204, (await SendAsync("DELETE", CardId + Networks)).Status);

    [Fact]
    public async Task Request_WithoutApiVersion_IsRefused() => Assert.Equal("MissingApiVersionParameter", (await GetAsync(CardId)).Code);

    [Fact]
    public async Task Seed_WithParents_MakesThem()
    {
        Server.Seed($"{Group}/providers/Microsoft.Network/dnsZones/example.org/A/www", new JsonObject { ["properties"] = new JsonObject { ["TTL"] = 60 } });
        Assert.Equal(200, (await GetAsync($"{Group}/providers/Microsoft.Network/dnsZones/example.org/A/www?api-version=2018-05-01")).Status);
    }
}
