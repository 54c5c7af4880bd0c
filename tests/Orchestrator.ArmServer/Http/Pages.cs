using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Lists in pages.</summary>
internal static class Pages
{
    public static ArmAnswer Answer(ArmCall call, IReadOnlyList<JsonNode> all, int size)
    {
        var start = call.Query.TryGetValue("$skiptoken", out var token) ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
        var body = new JsonObject { ["value"] = all.Skip(start).Take(size).ToArray<JsonNode?>() is var page ? new JsonArray(page) : [] };
        if (start + size < all.Count && size < int.MaxValue)
        {
            var query = call.Query.Where(pair => pair.Key != "$skiptoken").Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}")
                .Append($"$skiptoken={start + size}");
            body["nextLink"] = $"{call.World.Endpoint.ToString().TrimEnd('/')}{call.RawPath}?{string.Join('&', query)}";
        }

        return new ArmAnswer(200, body);
    }
}
