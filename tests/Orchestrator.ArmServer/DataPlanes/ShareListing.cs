using System.Globalization;
using System.Xml.Linq;

namespace Orchestrator.Testing.Arm;

/// <summary>Lists a folder of a share in pages, which are short so that whoever lists it has to ask for the next one.</summary>
internal static class ShareListing
{
    private const int PageSize = 3;

    public static ArmAnswer Of(ShareEntry folder, ArmCall call)
    {
        var left = folder.Children.Values.Where(entry => StringComparer.OrdinalIgnoreCase.Compare(entry.Name, call.Query.GetValueOrDefault("marker", "")) > 0).ToList();
        var next = left.Count > PageSize ? left[PageSize - 1].Name : "";
        var page = new XElement(
            "EnumerationResults",
            new XAttribute("ServiceEndpoint", $"https://{call.Host}/"),
            new XAttribute("ShareName", call.Target.Split('/', '?')[1]),
            new XAttribute("DirectoryPath", folder.Name),
            new XElement("DirectoryId", "1"),
            new XElement("Entries", left.Take(PageSize).Select(Entry)),
            new XElement("NextMarker", next));
        return new ArmAnswer(200) { Text = page.ToString(SaveOptions.DisableFormatting) }.With("Content-Type", "application/xml");
    }

    private static XElement Entry(ShareEntry entry) => entry.IsFolder
        ? new XElement("Directory", new XElement("FileId", "1"), new XElement("Name", entry.Name), new XElement("Properties"))
        : new XElement("File", new XElement("FileId", "1"), new XElement("Name", entry.Name), new XElement("Properties", new XElement("Content-Length", entry.Content.Length.ToString(CultureInfo.InvariantCulture))));
}
