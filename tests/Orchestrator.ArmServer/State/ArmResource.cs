using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>A resource, as the server keeps it.</summary>
internal sealed class ArmResource(string id, string type, string name, JsonObject body)
{
    public string Id { get; } = id;

    public string Type { get; } = type;

    public string Name { get; } = name;

    public JsonObject Body { get; set; } = body;

    public JsonObject Properties => Body.Child("properties");

    public string Etag { get; private set; } = NewEtag();

    /// <summary>The operation that goes on, if any.</summary>
    public ArmOperation? Operation { get; set; }

    /// <summary>What the provider knows and never tells as it is.</summary>
    public Dictionary<string, string> Hidden { get; } = [];

    public int Count(string counter)
    {
        var count = Counter(counter) + 1;
        Hidden[counter] = count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return count;
    }

    public int Counter(string counter) =>
        Hidden.TryGetValue(counter, out var text) ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;

    public void Touch() => Etag = NewEtag();

    private static string NewEtag() => Guid.NewGuid().ToString();
}
