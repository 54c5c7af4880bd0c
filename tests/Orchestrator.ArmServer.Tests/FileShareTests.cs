using System.Xml.Linq;
using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

/// <summary>As <see href="https://learn.microsoft.com/rest/api/storageservices/file-service-rest-api"/> describes it.</summary>
public sealed class FileShareTests(ArmJudge judge) : ArmTest(judge)
{
    [Theory]
    [InlineData("2025-05-05", "", 400, "MissingRequiredHeader")]
    [InlineData("2021-12-02", "backup", 403, "AuthenticationFailed")]
    public async Task Token_WithoutWhatItNeeds_IsRefused(string version, string intent, int status, string code)
    {
        Server.AddShare("orders", "uploads");

        var reply = await SendAsync("GET", "/uploads?restype=directory", null, ("Host", "orders.file.localhost"), ("x-ms-version", version), ("x-ms-file-request-intent", intent));

        Assert.Equal((status, code), (reply.Status, reply.Headers["x-ms-error-code"]));
    }

    [Fact]
    public async Task Folders_MadeListedAndDeleted_AreAsDescribed()
    {
        Server.AddShare("orders", "uploads");
        Assert.Equal(201, (await AskAsync("PUT", "/uploads/Tree?restype=directory", headers: ("x-ms-meta-owner", "m-1"))).Status);
        Assert.Equal("ResourceAlreadyExists", await CodeAsync("PUT", "/uploads/tree?restype=directory"));
        Assert.Equal("m-1", (await AskAsync("GET", "/uploads/tree?restype=directory")).Headers["x-ms-meta-owner"]);
        Assert.Equal(200, (await AskAsync("PUT", "/uploads/tree?restype=directory&comp=metadata", headers: ("x-ms-meta-other", "x"))).Status);
        Assert.False((await AskAsync("GET", "/uploads/tree?restype=directory")).Headers.ContainsKey("x-ms-meta-owner"));
        foreach (var name in new[] { "a", "b", "c", "d" })
            Assert.Equal(201, (await AskAsync("PUT", $"/uploads/tree/{name}", headers: [("x-ms-type", "file"), ("x-ms-content-length", "5")])).Status);

        var first = XElement.Parse((await AskAsync("GET", "/uploads/tree?restype=directory&comp=list")).Text);
        var second = XElement.Parse((await AskAsync("GET", $"/uploads/tree?restype=directory&comp=list&marker={first.Element("NextMarker")!.Value}")).Text);

        Assert.Equal(["a", "b", "c", "d"], first.Descendants("Name").Concat(second.Descendants("Name")).Select(name => name.Value));
        Assert.Equal("5", first.Descendants("Content-Length").First().Value);
        Assert.Equal("", second.Element("NextMarker")!.Value);
        Assert.Equal("DirectoryNotEmpty", await CodeAsync("DELETE", "/uploads/tree?restype=directory"));
        foreach (var name in new[] { "A", "B", "C", "D" })
            Assert.Equal(202, (await AskAsync("DELETE", $"/uploads/tree/{name}")).Status);
        Assert.Equal(202, (await AskAsync("DELETE", "/uploads/tree?restype=directory")).Status);
        Assert.Equal("ResourceNotFound", await CodeAsync("DELETE", "/uploads/tree?restype=directory"));
    }

    [Fact]
    public async Task Files_WrittenInRanges_AreReadBack()
    {
        Server.AddShare("orders", "uploads");
        await AskAsync("PUT", "/uploads/100%25 %2B.txt", headers: [("x-ms-type", "file"), ("x-ms-content-length", "10")]);
        Assert.Equal(201, (await AskAsync("PUT", "/uploads/100%25 %2B.txt?comp=range", "hello", ("x-ms-write", "update"), ("x-ms-range", "bytes=0-4"))).Status);
        Assert.Equal(201, (await AskAsync("PUT", "/uploads/100%25 %2B.txt?comp=range", "world", ("x-ms-write", "update"), ("x-ms-range", "bytes=5-9"))).Status);

        var piece = await AskAsync("GET", "/uploads/100%25 %2B.txt", headers: ("x-ms-range", "bytes=3-6"));

        Assert.Equal("helloworld", (await AskAsync("GET", "/uploads/100%25 %2B.txt")).Text);
        Assert.Equal((206, "lowo", "bytes 3-6/10"), (piece.Status, piece.Text, piece.Headers["Content-Range"]));
        Assert.Equal("10", (await AskAsync("HEAD", "/uploads/100%25 %2B.txt")).Headers["Content-Length"]);
        Assert.Equal("InvalidRange", await CodeAsync("GET", "/uploads/100%25 %2B.txt", ("x-ms-range", "bytes=10-")));
    }

    [Theory]
    [InlineData("PUT", "/absent/a?restype=directory", "ShareNotFound")]
    [InlineData("PUT", "/uploads/a/b?restype=directory", "ParentNotFound")]
    [InlineData("PUT", "/uploads/a%3Ab?restype=directory", "InvalidResourceName")]
    [InlineData("GET", "/uploads/a?restype=directory", "ResourceNotFound")]
    public async Task Refusals_Described_HaveTheirCode(string method, string path, string code)
    {
        Server.AddShare("orders", "uploads");

        Assert.Equal(code, await CodeAsync(method, path));
    }

    [Fact]
    public async Task Files_ReadOnly_AreNeitherWrittenNorDeleted()
    {
        Server.AddShare("orders", "uploads");
        await AskAsync("PUT", "/uploads/a", headers: [("x-ms-type", "file"), ("x-ms-content-length", "1")]);
        await AskAsync("PUT", "/uploads/a?comp=properties", headers: ("x-ms-file-attributes", "ReadOnly"));

        Assert.Equal("ReadOnlyAttribute", await CodeAsync("DELETE", "/uploads/a"));
        Assert.Equal("ReadOnlyAttribute", await CodeAsync("PUT", "/uploads/a", ("x-ms-type", "file"), ("x-ms-content-length", "1")));
    }

    private Task<Reply> AskAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers) => SendAsync(
        method, path, body, [("Host", "orders.file.localhost"), ("x-ms-version", "2025-05-05"), ("x-ms-file-request-intent", "backup"), .. headers]);

    private async Task<string> CodeAsync(string method, string path, params (string Name, string Value)[] headers) =>
        (await AskAsync(method, path, null, headers)).Headers["x-ms-error-code"];
}
