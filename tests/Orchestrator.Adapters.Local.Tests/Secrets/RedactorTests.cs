using System.Text;
using System.Text.Json;
using Orchestrator.Adapters.Local.Secrets;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Secrets;

public sealed class RedactorTests
{
    private readonly Redactor _redactor = new();

    [Theory]
    [InlineData("Host=db1;Username=app;Password=s3cr3t!;Database=orders", "s3cr3t!")]
    [InlineData("Host=db1;Password='quo;ted';Database=orders", "quo;ted")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Zm9vYmFyYmF6cXV4==;EndpointSuffix=core.windows.net", "Zm9vYmFyYmF6cXV4==")]
    [InlineData("BlobEndpoint=https://a.example;SharedAccessSignature=sv=2024&sig=abc%2Fdef%3D", "abc%2Fdef%3D")]
    [InlineData("https://a.example/c?sv=2024&sig=abc%2Fdef%3D&se=2030", "abc%2Fdef%3D")]
    [InlineData("https://a.example/c?sv=2024&sig=abc%2Fdef%3D&se=2030", "abc/def=")]
    [InlineData("postgres://app:p%40ss@db1/orders", "p%40ss")]
    [InlineData("postgres://app:p%40ss@db1/orders", "p@ss")]
    public void Redact_PartOfAConnection_IsHidden(string connection, string part)
    {
        _redactor.Add(connection);

        Assert.Equal("it said *** and ***.", _redactor.Redact($"it said {part} and {connection}."));
    }

    [Fact]
    public void Redact_OtherForms_AreHidden()
    {
        const string Secret = "pä\"ss/w+rd 1";
        _redactor.Add(Secret);
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret));

        Assert.Equal("***", _redactor.Redact(Uri.EscapeDataString(Secret)));
        Assert.Equal("\"***\"", _redactor.Redact(JsonSerializer.Serialize(Secret)));
        Assert.Equal("***", _redactor.Redact(base64));
    }

    [Fact]
    public void Redact_SecretInsideAnother_HidesTheLongerFirst()
    {
        _redactor.Add("abcd");
        _redactor.Add("abcdefgh");

        Assert.Equal("*** ***", _redactor.Redact("abcdefgh abcd"));
    }

    [Fact]
    public void Redact_TooShort_StaysReadable()
    {
        _redactor.Add("abc");

        Assert.Equal("abc", _redactor.Redact("abc"));
    }

    [Fact]
    public void AddParts_OfAPlainValue_HidesThePasswordOnly()
    {
        _redactor.AddParts("Host=db1;Password=s3cr3t!");

        Assert.Equal("Host=db1;Password=***", _redactor.Redact("Host=db1;Password=s3cr3t!"));
    }
}
