using System.Text.Json.Nodes;
using Orchestrator.Core.Plans.Reading;
using Orchestrator.Core.Plans.Shapes;

namespace Orchestrator.Core.Plans.Validation;

/// <summary>Checks a document against a shape and turns what is right into JSON in its canonical form.</summary>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class PlanBinder(PlanProblemList problems)
{
    private readonly ScalarBinder _scalars = new(problems);

    /// <summary>Checks a value.</summary>
    /// <param name="node">The value.</param>
    /// <param name="shape">What it must look like.</param>
    /// <param name="path">Its path.</param>
    /// <returns>JSON; <see langword="null"/> when it has problems.</returns>
    public JsonNode? Bind(PlanNode node, Shape shape, string path) => (shape, node.Kind) switch
    {
        (AnyShape, _) => ToJson(node, path),
        (_, PlanNodeKind.Null) => Refuse(node, path, "has no value.", "Write one, or remove the key."),
        (ObjectShape wanted, PlanNodeKind.Object) => BindObject(node, wanted, path),
        (AdapterShape wanted, PlanNodeKind.Object) => BindAdapter(node, wanted, path),
        (MapShape wanted, PlanNodeKind.Object) => BindMap(node, wanted, path),
        (ListShape wanted, PlanNodeKind.List) => BindList(node, wanted, path),
        (ObjectShape or AdapterShape or MapShape or ListShape, _) => _scalars.WrongKind(node, shape, path),
        _ => _scalars.Bind(node, shape, path),
    };

    private JsonObject BindObject(PlanNode node, ObjectShape shape, string path)
    {
        var result = new JsonObject();
        foreach (var (entry, property) in KnownEntries(node, shape, path))
        {
            result[property.Name] = Bind(entry.Value, property.Shape, PlanPath.Key(path, property.Name));
        }

        RequireKeys(node, shape, path);
        return result;
    }

    private void RequireKeys(PlanNode node, ObjectShape shape, string path)
    {
        foreach (var missing in shape.Properties.Where(property => property.IsRequired && node.Find(property.Name) is null))
        {
            problems.Add(node, path, $"The key '{missing.Name}' is missing.", $"Add '{missing.Name}:' with {missing.Shape.Noun}.");
        }
    }

    private IEnumerable<(PlanEntry Entry, PropertyShape Property)> KnownEntries(PlanNode node, ObjectShape shape, string path)
    {
        foreach (var entry in Distinct(node, path))
        {
            if (shape.Find(entry.Key.Text) is { } property)
            {
                yield return (entry, property);
            }
            else
            {
                RefuseKey(entry.Key, path, [.. shape.Properties.Select(known => known.Name)]);
            }
        }
    }

    private IEnumerable<PlanEntry> Distinct(PlanNode node, string path)
    {
        var seen = new Dictionary<string, PlanNode>(StringComparer.Ordinal);
        foreach (var entry in node.Entries)
        {
            if (seen.TryAdd(entry.Key.Text, entry.Key))
            {
                yield return entry;
            }
            else
            {
                problems.Add(entry.Key, PlanPath.Key(path, entry.Key.Text), $"The key is written twice; first in line {seen[entry.Key.Text].Line}.", "Remove one of them.");
            }
        }
    }

    private JsonObject? BindAdapter(PlanNode node, AdapterShape shape, string path)
    {
        var kind = node.FindText("kind");
        if (kind is not null && shape.Kinds.TryGetValue(kind, out var known))
        {
            return BindObject(node, known, path);
        }

        if (kind is null)
        {
            BindCommon(node, shape, path);
            RequireKeys(node, shape.Common, path);
            return null;
        }

        problems.Add(node.Find("kind")!, PlanPath.Key(path, "kind"), $"The kind {PlanProblemList.Quote(kind)} is not known here.", RemedyForKind(kind, shape));
        BindCommon(node, shape, path);
        return null;
    }

    // Without its kind an adapter's own keys cannot be told from typing mistakes; only the common ones are looked at.
    private void BindCommon(PlanNode node, AdapterShape shape, string path)
    {
        foreach (var entry in Distinct(node, path))
        {
            if (shape.Common.Find(entry.Key.Text) is { } property)
            {
                Bind(entry.Value, property.Shape, PlanPath.Key(path, property.Name));
            }
        }
    }

    private JsonObject BindMap(PlanNode node, MapShape shape, string path)
    {
        var result = new JsonObject();
        foreach (var entry in Distinct(node, path))
        {
            if (shape.Keys is null || shape.Keys.Contains(entry.Key.Text))
            {
                result[entry.Key.Text] = Bind(entry.Value, shape.Value, PlanPath.Key(path, entry.Key.Text));
            }
            else
            {
                RefuseKey(entry.Key, path, shape.Keys);
            }
        }

        return result;
    }

    private JsonArray BindList(PlanNode node, ListShape shape, string path)
    {
        if (node.Items.Count < shape.MinimumCount || node.Items.Count > shape.MaximumCount)
        {
            var most = shape.MaximumCount is { } maximum ? $" and at most {maximum}" : "";
            problems.Add(node, path, $"The list has {node.Items.Count} items, and must have at least {shape.MinimumCount}{most}.");
        }

        return new JsonArray([.. node.Items.Select((item, index) => Bind(item, shape.Item, PlanPath.Item(path, index)))]);
    }

    private JsonNode? ToJson(PlanNode node, string path) => node.Kind switch
    {
        PlanNodeKind.Object => new JsonObject(Distinct(node, path).ToList()
            .Select(entry => KeyValuePair.Create(entry.Key.Text, ToJson(entry.Value, PlanPath.Key(path, entry.Key.Text))))),
        PlanNodeKind.List => new JsonArray([.. node.Items.Select((item, index) => ToJson(item, PlanPath.Item(path, index)))]),
        _ => _scalars.ToJson(node, path),
    };

    private JsonNode? Refuse(PlanNode node, string path, string problem, string remedy)
    {
        problems.Add(node, path, $"The key {problem}", remedy);
        return null;
    }

    private void RefuseKey(PlanNode key, string path, IReadOnlyCollection<string> known) =>
        problems.Add(key, PlanPath.Key(path, key.Text), $"The key {PlanProblemList.Quote(key.Text)} is not known here.", Suggestion.Remedy(key.Text, known));

    private static string RemedyForKind(string kind, AdapterShape shape)
    {
        if (shape.Kinds.Count == 0)
        {
            return "This host has no adapter for this.";
        }

        var known = $"Use one of: {string.Join(", ", shape.Kinds.Keys.Order(StringComparer.Ordinal))}.";
        return Suggestion.For(kind, shape.Kinds.Keys) is { } near ? $"Did you mean '{near}'? {known}" : known;
    }
}
