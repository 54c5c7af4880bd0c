using System.Net;
using System.Text;
using System.Text.Json;
using Orchestrator.Api.Security;
using Xunit;

namespace Orchestrator.Api.Tests.Security;

public sealed class EasyAuthTests
{
    private const string Header = "X-MS-CLIENT-PRINCIPAL";

    [Fact]
    public async Task Principal_WhereNoEasyAuthStands_IsRefusedEvenWithAKey()
    {
        await using var server = await ApiServer.StartAsync();
        var client = server.ClientOf(Roles.Admin);
        client.DefaultRequestHeaders.Add(Header, Principal("anna@contoso.example", "Admin"));

        using var response = await client.GetAsync("/api/migrations");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("proves nothing here", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Principal_WhereEasyAuthStands_IsTheCallerByName()
    {
        await using var server = await ApiServer.StartAsync(options: api => api.TrustsEasyAuth = true);
        var id = await server.StartMigrationAsync(Plans.Gated());
        var client = server.ClientOf(null);
        client.DefaultRequestHeaders.Add(Header, Principal("anna@contoso.example", "Approver"));

        using var content = new StringContent("""{"decision":"approve"}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync($"/api/migrations/{id}/approvals/cutover", content);
        await server.Engine.WhenIdleAsync();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Contains("anna@contoso.example (5f3a)", (await server.Migrations.GetAuditAsync(id)).Select(entry => entry.Actor));
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("e30=")]
    [InlineData("eyJjbGFpbXMiOltdfQ==")]
    [InlineData("eyJjbGFpbXMiOiJubyJ9")]
    public async Task Principal_Malformed_IsNobody(string header)
    {
        await using var server = await ApiServer.StartAsync(options: api => api.TrustsEasyAuth = true);
        var client = server.ClientOf(null);
        client.DefaultRequestHeaders.Add(Header, header);
        using var response = await client.GetAsync("/api/migrations");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Principal_WithRolesThatAreNotOurs_MayDoNothing()
    {
        await using var server = await ApiServer.StartAsync(options: api => api.TrustsEasyAuth = true);
        var client = server.ClientOf(null);
        client.DefaultRequestHeaders.Add(Header, Principal("eve@contoso.example", "Owner"));
        using var response = await client.GetAsync("/api/migrations");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Key_WhereKeysAreNotTaken_OpensNothing()
    {
        await using var server = await ApiServer.StartAsync(options: api => (api.TrustsEasyAuth, api.TakesKeys) = (true, false));
        using var response = await server.ClientOf(Roles.Admin).GetAsync("/api/migrations");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("signed in", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string Principal(string name, string role) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new
    {
        auth_typ = "aad",
        name_typ = "preferred_username",
        role_typ = "roles",
        claims = new[] { new { typ = "preferred_username", val = name }, new { typ = "oid", val = "5f3a" }, new { typ = "roles", val = role } },
    }));
}
