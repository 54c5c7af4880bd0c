using Orchestrator.Local.Hosting;

namespace Orchestrator.Local.Tests.Hosting;

public sealed class GatewayCommandTests
{
    [Fact]
    public void Create_Addresses_AreRead()
    {
        var parsed = GatewayCommand.Create().Parse(["--listen", "http://0.0.0.0:8080", "--admin", "http://127.0.0.1:8081", "--state", "state.json", "--source", "http://127.0.0.1:8101", "--target", "https://new.contoso.example"]);

        Assert.Empty(parsed.Errors);
        Assert.Equal(new Uri("https://new.contoso.example"), parsed.GetValue<Uri>("--target"));
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("localhost:8080")]
    [InlineData("/var/lib")]
    public void Create_NoAddress_SaysHowToWriteOne(string text)
    {
        var parsed = GatewayCommand.Create().Parse(["--listen", text, "--admin", "http://127.0.0.1:8081", "--state", "state.json", "--source", "http://127.0.0.1:8101", "--target", "http://127.0.0.1:8102"]);

        Assert.Equal($"'{text}' is no address. Write it like http://127.0.0.1:8080.", Assert.Single(parsed.Errors).Message);
    }
}
