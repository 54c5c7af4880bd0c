using System.Runtime.CompilerServices;
using System.Text.Json;
using Orchestrator.Core.Plans;
using Orchestrator.Local.Cli;

namespace Orchestrator.Local.Tests.Cli;

public class LocalCatalogTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "..", "..", "samples", "plans"));

    public static TheoryData<string> SampleFiles => [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(SampleFiles))]
    public void Create_Sample_IsValidWithTheRealAdapters(string file)
    {
        var result = new PlanReader(LocalCatalog.Create()).Read(File.ReadAllBytes(Path.Combine(Folder, file)), file);

        Assert.Empty(result.Problems);
    }

    [Fact]
    public void Create_Schema_DescribesEveryKeyOfEveryAdapter()
    {
        var schema = JsonDocument.Parse(PlanSchema.Write(LocalCatalog.Create(), assembly => File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml"))));

        Assert.Empty(Undescribed(schema.RootElement, ""));
    }

    private static IEnumerable<string> Undescribed(JsonElement schema, string name)
    {
        if (schema.ValueKind == JsonValueKind.Array)
            return schema.EnumerateArray().SelectMany(item => Undescribed(item, name));
        if (schema.ValueKind != JsonValueKind.Object)
            return [];
        var own = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object && name != "approvals"
            ? properties.EnumerateObject().Where(property => !property.Value.TryGetProperty("description", out _)).Select(property => property.Name)
            : [];
        return own.Concat(schema.EnumerateObject().SelectMany(property => Undescribed(property.Value, property.Name)));
    }

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
