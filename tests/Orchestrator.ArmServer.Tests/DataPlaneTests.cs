using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

public sealed class DataPlaneTests(ArmJudge judge) : ArmTest(judge)
{
    [Fact]
    public async Task Settings_WithLabels_KeepEtags()
    {
        const string green = "/kv/app:db?label=green&api-version=1.0";
        var set = await PutAsync(green, """{"value":"new"}""");
        Assert.Equal(200, (await PutAsync("/kv/app:db?api-version=1.0", """{"value":"old"}""")).Status);
        Assert.Equal("old", (await GetAsync("/kv/app:db?api-version=1.0"))["value"]!.GetValue<string>());
        Assert.Equal(412, (await SendAsync("PUT", green, """{"value":"x"}""", ("If-Match", "\"other\""))).Status);
        Assert.Equal(200, (await SendAsync("PUT", green, """{"value":"x"}""", ("If-Match", set.Headers["ETag"]))).Status);
        Assert.Equal(412, (await SendAsync("PUT", green, """{"value":"x"}""", ("If-None-Match", "*"))).Status);
        Assert.Single((await GetAsync("/kv?key=app:*&label=green&api-version=1.0"))["items"]!.AsArray());
        Assert.Equal(200, (await SendAsync("DELETE", green)).Status);
        Assert.Equal(404, (await GetAsync(green)).Status);
    }

    [Fact]
    public async Task Secrets_WithVersions_ShowTheNewest()
    {
        var first = await PutAsync("/secrets/db?api-version=7.4", """{"value":"one"}""");
        await PutAsync("/secrets/db?api-version=7.4", """{"value":"two"}""");
        Assert.Equal("two", (await GetAsync("/secrets/db?api-version=7.4"))["value"]!.GetValue<string>());
        Assert.Equal("one", (await GetAsync($"{first["id"]!.GetValue<string>()}?api-version=7.4"))["value"]!.GetValue<string>());
        Assert.Single((await GetAsync("/secrets?api-version=7.4"))["value"]!.AsArray());
        Assert.Equal(200, (await SendAsync("DELETE", "/secrets/db?api-version=7.4")).Status);
        Assert.Equal("SecretNotFound", (await GetAsync("/secrets/db?api-version=7.4")).Code);
    }

    [Fact]
    public async Task Secrets_WithoutAToken_SayWhereToGetOne()
    {
        Server.ExpireTokens();
        Assert.Contains("resource=\"https://vault.azure.net\"", (await GetAsync("/secrets/db?api-version=7.4")).Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }
}
