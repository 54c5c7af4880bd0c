using Xunit;

namespace Orchestrator.Api.Tests.Dashboard;

public sealed class MeTests
{
    [Theory]
    [InlineData("reader", false, false, false)]
    [InlineData("operator", true, false, false)]
    [InlineData("approver", false, true, false)]
    [InlineData("admin", true, true, true)]
    public async Task Get_EachRole_SaysWhatTheyMay(string role, bool operate, bool approve, bool administer)
    {
        await using var server = await ApiServer.StartAsync();

        using var response = await server.ClientOf(role).GetAsync("/api/me");
        var me = await response.ReadJsonAsync();

        Assert.Equal(role, me.Text("name"));
        Assert.Equal(role, Assert.Single(me["roles"]!.AsArray())!.ToString());
        Assert.Equal((operate, approve, administer), ((bool)me["may"]!["operate"]!, (bool)me["may"]!["approve"]!, (bool)me["may"]!["administer"]!));
    }
}
