using System.Text;
using Xunit;

namespace Orchestrator.Api.Tests.Http;

/// <summary>Whatever is sent, the server is never at fault.</summary>
public sealed class FuzzTests
{
    private const int RequestCount = 1_500;

    private static readonly string[] Values =
    [
        "none", "cutover", "x", "%2e%2e%2fetc", "@", "'; drop table instances; --", "%F0%9F%92%A9", "-1", "99999999999999999999", "null",
        new string('a', 300), "%0d%0aSet-Cookie:x", "true", "{}", "*", "%25", "a,b,,", "2026-13-45", "0001-01-01", "%ff",
    ];

    private static readonly string[] Bodies =
    [
        "", "{}", "[]", "null", "{", "\"", "\0\0", "{\"decision\":\"approve\"}", "{\"action\":\"retry\"}", "{\"comment\":\"\\ud800\"}",
        "{\"comment\":" + new string('[', 5_000), "version: 1\nname: [", "a: &a\n  b: *a", "\uFEFF{}", "{\"a\":1e99999}", "--- !!x y", new string('x', 100_000),
    ];

    private static readonly string[] Types =
        ["application/json", "application/yaml", "text/plain", "", ";;;", "application/json; charset=\"", "multipart/form-data", "text/yaml;charset=utf-7"];

    private static readonly string[] Headers =
        ["Idempotency-Key", "Last-Event-ID", "Accept", "x-ms-continuation-token", "Content-Encoding", "If-None-Match", "Range", "X-Forwarded-Host"];

    private static readonly string[] Queries =
        ["top", "state", "workload", "continuation", "createdTimeFrom", "createdTimeTo", "runtimeStatus", "showInput", "showHistory", "timeout", "format", "dryRun", "rehearsal", "reason", "instanceIdPrefix", "version"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AnyRequest_RandomParts_NeverAnswers5xx(int seed)
    {
        var random = new Random(seed);
        await using var server = await ApiServer.StartAsync();
        var client = server.ClientOf();
        client.DefaultRequestHeaders.Accept.Clear();
        var known = await server.StartMigrationAsync(Plans.Gated());
        var routes = RouteList.Of(server).Where(route => !route.Contains("/re", StringComparison.Ordinal) || route.EndsWith("report", StringComparison.Ordinal)).ToArray();
        for (var number = 0; number < RequestCount; number++)
        {
            using var request = Request(random, Pick(random, routes), known);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.True((int)response.StatusCode < 500, $"Request {number}: {request} answered {(int)response.StatusCode}");
        }
    }

    private static HttpRequestMessage Request(Random random, string route, string known)
    {
        var (verb, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        while (path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start)
            path = path[..start] + (random.Next(3) == 0 ? known : Pick(random, Values)) + path[(path.IndexOf('}', start) + 1)..];
        var query = string.Join('&', Enumerable.Range(0, random.Next(3)).Select(_ => $"{Pick(random, Queries)}={Pick(random, Values)}"));
        var request = new HttpRequestMessage(random.Next(20) == 0 ? HttpMethod.Patch : new(verb), new Uri($"http://localhost{path}?{query}"));
        if (random.Next(2) == 0)
            request.Headers.TryAddWithoutValidation(Pick(random, Headers), Pick(random, Values));
        if (verb == "POST")
            request.Content = Body(random);
        return request;
    }

    private static ByteArrayContent Body(Random random)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Pick(random, Bodies)));
        if (Pick(random, Types) is { Length: > 0 } type)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
