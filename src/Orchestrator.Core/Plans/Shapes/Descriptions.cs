using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Orchestrator.Core.Plans.Shapes;

/// <summary>Reads what people are told about each key from the documentation comments of the model.</summary>
/// <param name="open">Opens the XML documentation file of an assembly.</param>
internal sealed partial class Descriptions(Func<Assembly, Stream?> open)
{
    private readonly Dictionary<Assembly, IReadOnlyDictionary<string, XElement>> _files = [];

    /// <summary>Describes a property.</summary>
    /// <param name="member">The property.</param>
    /// <returns>Its summary and its value, as plain text; <see langword="null"/> when there is none.</returns>
    public string? Of(PropertyInfo member)
    {
        // What a type leaves to <inheritdoc/> is written at its interface.
        var types = member.DeclaringType!.GetInterfaces().Prepend(member.DeclaringType);
        return types.Select(type => Of(type, member.Name)).FirstOrDefault(text => text is not null);
    }

    private string? Of(Type type, string name)
    {
        if (!Members(type.Assembly).TryGetValue($"P:{type.FullName?.Replace('+', '.')}.{name}", out var found))
        {
            return null;
        }

        var text = string.Join(' ', new[] { found.Element("summary"), found.Element("value") }.OfType<XElement>().Select(Plain));
        return text.Length == 0 ? null : text;
    }

    private IReadOnlyDictionary<string, XElement> Members(Assembly assembly)
    {
        if (!_files.TryGetValue(assembly, out var members))
        {
            using var stream = open(assembly);
            members = stream is null ? new Dictionary<string, XElement>() : XDocument.Load(stream).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
            _files[assembly] = members;
        }

        return members;
    }

    private static string Plain(XElement element) =>
        Space().Replace(string.Concat(element.Nodes().Select(node => node is XElement inner ? Word(inner) : node.ToString())), " ").Trim();

    private static string Word(XElement element)
    {
        // "P:Orchestrator.Core.Plans.Criticality.Medium" reads as "Medium".
        var reference = element.Attribute("cref")?.Value.Split('.')[^1];
        return reference ?? element.Attribute("langword")?.Value ?? element.Value;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
