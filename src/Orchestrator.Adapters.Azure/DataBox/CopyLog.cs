using System.Xml;
using System.Xml.Linq;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>What Azure says of the files that it could not copy from a device.</summary>
/// <param name="ErroredCount">How many there are.</param>
/// <param name="Errors">The first of them with the reason.</param>
internal sealed record CopyLog(long ErroredCount, IReadOnlyList<string> Errors)
{
    private const int MostErrors = 5;

    /// <summary>A log that could not be had.</summary>
    public static CopyLog None { get; } = new(0, []);

    /// <summary>Reads one: a sequence of elements, without one around them.</summary>
    /// <param name="text">The log.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="XmlException">It is none.</exception>
    public static CopyLog Parse(string text)
    {
        var settings = new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment, DtdProcessing = DtdProcessing.Prohibit };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        var elements = new List<XElement>();
        reader.MoveToContent();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element)
                elements.Add((XElement)XNode.ReadFrom(reader));
            else
                reader.Read();
        }

        var errors = elements.SelectMany(element => element.DescendantsAndSelf("ErroredEntity")).ToList();
        var told = elements.SelectMany(element => element.Descendants("FilesErrored")).Select(element => long.TryParse(element.Value, out var count) ? count : 0).DefaultIfEmpty().Max();
        return new(Math.Max(told, errors.Count), [.. errors.Take(MostErrors).Select(Describe)]);
    }

    private static string Describe(XElement error) => Scrubber.Clean(
        $"{error.Attribute("Path")?.Value ?? "a file"}: {error.Element("Category")?.Value} {error.Element("ErrorCode")?.Value} {error.Element("ErrorMessage")?.Value}");
}
