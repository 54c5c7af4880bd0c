using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Testing.Arm;

/// <summary>An exchange as the validator reads it.</summary>
/// <param name="Text">One line of JSON.</param>
internal sealed partial record Question(string Text)
{
    /// <summary>
    /// What is the same for exchanges that differ only in ids, times, ports and etags of the same form. Tests ask for the same
    /// resources thousands of times, and descriptions judge the form.
    /// </summary>
    public string Form { get; } = Etags().Replace(Ports().Replace(Times().Replace(Ids().Replace(Text, "ID$1"), "TIME"), "HOST"), "ETAG");

    /// <summary>Writes down an exchange.</summary>
    public static Question Of(RecordedExchange exchange) => new(Write(exchange).ToJsonString());

    private static JsonObject Write(RecordedExchange exchange)
    {
        var request = new JsonObject
        {
            ["method"] = exchange.Method,
            ["url"] = $"https://management.azure.com{exchange.Target}",
            ["headers"] = Headers(exchange.RequestHeaders),
        };
        if (exchange.RequestBody.Length > 0)
            request["body"] = JsonNode.Parse(exchange.RequestBody);
        var response = new JsonObject { ["statusCode"] = $"{exchange.Status}", ["headers"] = Headers(exchange.AnswerHeaders) };
        if (exchange.AnswerBody is { } body)
            response["body"] = body.DeepClone();
        return new JsonObject { ["id"] = exchange.Target, ["request"] = request, ["response"] = response };
    }

    private static JsonObject Headers(IReadOnlyDictionary<string, string> headers) =>
        new(headers.Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), (JsonNode?)header.Value)));

    [GeneratedRegex("[0-9a-f]{8}(-?)[0-9a-f]{4}\\1[0-9a-f]{4}\\1[0-9a-f]{4}\\1[0-9a-f]{12}")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(?=Z|\+00:00)")]
    private static partial Regex Times();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Ports();

    [GeneratedRegex("""(?<="etag":")[^"]+""")]
    private static partial Regex Etags();
}
