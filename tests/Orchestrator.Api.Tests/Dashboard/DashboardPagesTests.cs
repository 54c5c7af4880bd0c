using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Dashboard;
using Xunit;

namespace Orchestrator.Api.Tests.Dashboard;

public sealed class DashboardPagesTests
{
    [Theory]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/")]
    [InlineData("/dashboard/migrations/orders-k3f9a1c20be")]
    [InlineData("/dashboard/migrations/orders-k3f9a1c20be/approvals/cutover")]
    [InlineData("/dashboard/migrations/orders-k3f9a1c20be/report")]
    public async Task Page_AnyViewWithoutKey_IsTheOnePage(string path)
    {
        await using var server = await ApiServer.StartAsync();

        using var response = await server.ClientOf(null).GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("<!doctype html>", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("/dashboard/assets/", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Always_HasItsOwnStrictPolicyAndIsAskedForEachTime()
    {
        await using var server = await ApiServer.StartAsync();

        using var page = await server.ClientOf(null).GetAsync("/dashboard");
        using var api = await server.ClientOf().GetAsync("/api/me");

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-cache", page.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(page.Headers.GetValues("X-Frame-Options")));
        Assert.StartsWith("default-src 'none'; frame-ancestors", Assert.Single(api.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.True(api.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Asset_Each_IsServedAndHasAType()
    {
        await using var server = await ApiServer.StartAsync();
        var names = server.Services.GetRequiredService<DashboardFiles>().Names;

        foreach (var name in names)
        {
            using var response = await server.ClientOf(null).GetAsync($"/dashboard/assets/{name}");
            Assert.Equal((name, HttpStatusCode.OK), (name, response.StatusCode));
            Assert.Contains(response.Content.Headers.ContentType?.MediaType, (string[])["text/javascript", "text/css", "image/svg+xml"]);
        }

        Assert.Contains("app.js", names);
        Assert.Contains("base.css", names);
    }

    [Theory]
    [InlineData("/dashboard/assets")]
    [InlineData("/dashboard/assets/")]
    [InlineData("/dashboard/assets/none.js")]
    [InlineData("/dashboard/assets/index.html")]
    [InlineData("/dashboard/assets/APP.JS")]
    [InlineData("/dashboard/assets/sub/app.js")]
    [InlineData("/dashboard/assets/..%2fapp.js")]
    [InlineData("/dashboard/assets/%2e%2e%2f%2e%2e%2fkeys.json")]
    [InlineData("/dashboard/..%2f..%2fetc%2fpasswd")]
    [InlineData("/dashboard/..%5c..%5ckeys.json")]
    [InlineData("/dashboard/migrations//x")]
    [InlineData("/dashboard/migrations/%3Cscript%3E")]
    public async Task Path_OfNoViewAndNoAsset_Answers404(string path)
    {
        await using var server = await ApiServer.StartAsync();

        using var response = await server.ClientOf(null).GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Asset_AlreadyKnown_Answers304(string verb)
    {
        await using var server = await ApiServer.StartAsync();
        using var first = await AskAsync(server, "GET", encoding: null, known: null);
        var tag = first.Headers.ETag!;

        using var again = await AskAsync(server, verb, encoding: null, tag.Tag);
        using var other = await AskAsync(server, verb, encoding: null, "\"another\"");

        Assert.False(tag.IsWeak);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("deflate", null)]
    public async Task Asset_CompressionAccepted_IsSentCompressed(string accepted, string? expected)
    {
        await using var server = await ApiServer.StartAsync();
        using var plain = await AskAsync(server, "GET", encoding: null, known: null);

        using var response = await AskAsync(server, "GET", accepted, known: null);

        Assert.Equal(expected, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", Assert.Single(response.Headers.Vary));
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await DecodeAsync(response));
        Assert.Equal(expected is null, plain.Headers.ETag!.Tag == response.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task Head_OfAPageAndAnAsset_HasHeadersAndNoBody()
    {
        await using var server = await ApiServer.StartAsync();
        foreach (var path in new[] { "/dashboard", "/dashboard/migrations/x", "/dashboard/assets/app.js" })
        {
            using var response = await server.ClientOf(null).SendAsync(new(HttpMethod.Head, path));

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.True(response.Content.Headers.ContentLength > 0);
            Assert.NotNull(response.Headers.ETag);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    private static Task<HttpResponseMessage> AskAsync(ApiServer server, string verb, string? encoding, string? known)
    {
        var request = new HttpRequestMessage(new(verb), "/dashboard/assets/app.js");
        if (encoding is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        if (known is not null)
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(known));
        return server.ClientOf(null).SendAsync(request);
    }

    private static async Task<string> DecodeAsync(HttpResponseMessage response)
    {
        var stream = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(
            response.Content.Headers.ContentEncoding.SingleOrDefault() switch
            {
                "br" => new BrotliStream(stream, CompressionMode.Decompress),
                "gzip" => new GZipStream(stream, CompressionMode.Decompress),
                _ => stream,
            },
            Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
