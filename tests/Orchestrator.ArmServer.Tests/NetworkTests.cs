using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

public sealed class NetworkTests(ArmJudge judge) : ArmTest(judge)
{
    private const string Dns = "?api-version=2018-05-01";
    private const string Traffic = "?api-version=2022-04-01";

    private const string Profile = """
        {"location":"global","properties":{"trafficRoutingMethod":"Weighted","dnsConfig":{"relativeName":"app","ttl":30},
        "monitorConfig":{"protocol":"HTTPS","port":443,"path":"/"},"endpoints":[
        {"name":"old","type":"Microsoft.Network/trafficManagerProfiles/externalEndpoints","properties":{"target":"old.example.org","weight":100,"priority":1}},
        {"name":"new","type":"Microsoft.Network/trafficManagerProfiles/externalEndpoints","properties":{"target":"new.example.org","weight":1,"endpointStatus":"Disabled"}}]}}
        """;

    private string Zone => $"{Group}/providers/Microsoft.Network/dnsZones/example.org";

    private string ProfileId => $"{Group}/providers/Microsoft.Network/trafficmanagerprofiles/app";

    [Fact]
    public async Task RecordSet_ItsLife_KeepsEtagsAndRules()
    {
        Assert.Equal(201, (await PutAsync(Zone + Dns, """{"location":"global"}""")).Status);
        var created = await PutAsync($"{Zone}/A/www{Dns}", """{"properties":{"TTL":3600,"ARecords":[{"ipv4Address":"192.0.2.1"}]}}""");
        Assert.Equal("www.example.org.", created["properties", "fqdn"]!.GetValue<string>());
        var etag = created["etag"]!.GetValue<string>();
        Assert.Equal(412, (await SendAsync("PUT", $"{Zone}/A/www{Dns}", """{"properties":{"TTL":60}}""", ("If-Match", "other"))).Status);
        var patched = await SendAsync("PATCH", $"{Zone}/A/www{Dns}", """{"properties":{"TTL":60}}""", ("If-Match", etag));
        Assert.Equal(60, patched["properties", "TTL"]!.GetValue<int>());
        Assert.NotEqual(etag, patched["etag"]!.GetValue<string>());
        Assert.Equal(400, (await PutAsync($"{Zone}/CNAME/www{Dns}", """{"properties":{"TTL":60,"CNAMERecord":{"cname":"x.example.org"}}}""")).Status);
        Assert.Equal(201, (await PutAsync($"{Zone}/CNAME/app{Dns}", """{"properties":{"TTL":60,"CNAMERecord":{"cname":"x.example.org"}}}""")).Status);
        Assert.Equal(400, (await PutAsync($"{Zone}/A/api{Dns}", """{"location":"global","properties":{"TTL":60}}""")).Status);
        Assert.Equal(4, (await GetAsync($"{Zone}/recordsets{Dns}"))["value"]!.AsArray().Count);
        Assert.Single((await GetAsync($"{Zone}/A{Dns}"))["value"]!.AsArray());
        Assert.Equal(4, (await GetAsync(Zone + Dns))["properties", "numberOfRecordSets"]!.GetValue<int>());
        Assert.Equal(412, (await SendAsync("DELETE", $"{Zone}/A/www{Dns}", null, ("If-Match", etag))).Status);
        Assert.Equal(200, (await SendAsync("DELETE", $"{Zone}/A/www{Dns}")).Status);
        await SucceedAsync("DELETE", Zone + Dns);
    }

    [Fact]
    public async Task RecordSet_InAZoneThatIsAbsent_IsRefused() =>
        Assert.Equal("ParentResourceNotFound", (await PutAsync($"{Zone}/A/www{Dns}", """{"properties":{"TTL":60}}""")).Code);

    [Fact]
    public async Task Endpoint_Changed_ShowsInItsProfile()
    {
        Assert.Equal(201, (await PutAsync(ProfileId + Traffic, Profile)).Status);
        var patched = await SendAsync("PATCH", $"{ProfileId}/externalEndpoints/new{Traffic}", """{"properties":{"weight":10,"endpointStatus":"Enabled"}}""");
        Assert.Equal(10, patched["properties", "weight"]!.GetValue<int>());
        var profile = await GetAsync(ProfileId + Traffic);
        Assert.Equal(10, profile["properties", "endpoints"]!.AsArray().Single(endpoint => endpoint!["name"]!.GetValue<string>() == "new")!["properties"]!["weight"]!.GetValue<int>());
        Assert.Equal("Online", profile["properties", "monitorConfig", "profileMonitorStatus"]!.GetValue<string>());
        Assert.Equal(400, (await SendAsync("PATCH", $"{ProfileId}/externalEndpoints/new{Traffic}", """{"properties":{"weight":1001}}""")).Status);
        Assert.Equal(400, (await SendAsync("PATCH", $"{ProfileId}/externalEndpoints/new{Traffic}", """{"properties":{"priority":1}}""")).Status);
    }

    [Fact]
    public async Task Profile_Changed_ShowsInItsEndpoints()
    {
        await PutAsync(ProfileId + Traffic, Profile);
        await PutAsync(ProfileId + Traffic, Profile.Replace("\"weight\":100", "\"weight\":50", StringComparison.Ordinal));
        Assert.Equal(50, (await GetAsync($"{ProfileId}/externalEndpoints/old{Traffic}"))["properties", "weight"]!.GetValue<int>());
        Assert.Equal(201, (await PutAsync($"{ProfileId}/externalEndpoints/third{Traffic}", """{"properties":{"target":"third.example.org","endpointStatus":"Enabled"}}""")).Status);
        Assert.Equal(200, (await SendAsync("DELETE", $"{ProfileId}/externalEndpoints/third{Traffic}")).Status);
        Assert.Equal(2, (await GetAsync(ProfileId + Traffic))["properties", "endpoints"]!.AsArray().Count);
        Assert.Single((await GetAsync($"{Group}/providers/Microsoft.Network/trafficmanagerprofiles{Traffic}"))["value"]!.AsArray());
        Assert.Equal(200, (await SendAsync("DELETE", ProfileId + Traffic)).Status);
        Assert.Equal(404, (await GetAsync($"{ProfileId}/externalEndpoints/old{Traffic}")).Status);
    }

    [Fact]
    public async Task VirtualNetwork_Created_HasSubnetsWithIds()
    {
        var id = $"{Group}/providers/Microsoft.Network/virtualNetworks/net";
        await SucceedAsync("PUT", id + "?api-version=2023-05-01",
            """{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[{"name":"a","properties":{"addressPrefix":"10.0.0.0/24"}}]}}""");
        var net = await GetAsync(id + "?api-version=2023-05-01");
        Assert.Equal($"{id}/subnets/a", net["properties", "subnets"]![0]!["id"]!.GetValue<string>());
    }
}
