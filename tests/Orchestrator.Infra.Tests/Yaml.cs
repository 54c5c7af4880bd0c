using YamlDotNet.RepresentationModel;

namespace Orchestrator.Infra.Tests;

/// <summary>Reads YAML by path.</summary>
internal static class Yaml
{
    public static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Assert.Single(stream.Documents).RootNode;
    }

    /// <summary>The text at a path of keys, or an empty one.</summary>
    public static string At(YamlNode node, params IReadOnlyList<string> path) => Find(node, path) is YamlScalarNode { Value: { } text } ? text : "";

    public static YamlNode? Find(YamlNode? node, params IReadOnlyList<string> path) =>
        path.Aggregate(node, (found, key) => found is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null);
}
