using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrator.Core.Plans.Shapes;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans;

/// <summary>Writes the JSON Schema of the plan file, from the same shapes that plans are validated with.</summary>
/// <remarks>
/// It says less than validation does: that names are unique, references lead somewhere and no secret stands in clear
/// is for the validator alone. What the schema refuses, the validator refuses too.
/// </remarks>
public static class PlanSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the schema.</summary>
    /// <param name="catalog">The adapters that plans can use.</param>
    /// <param name="documentation">Opens the XML documentation file of an assembly, whose summaries become descriptions; none when <see langword="null"/>, the default, or when it returns <see langword="null"/>.</param>
    /// <returns>A JSON Schema, draft 2020-12.</returns>
    /// <exception cref="InvalidOperationException">A settings type of an adapter cannot be used: a mistake of that adapter.</exception>
    public static string Write(AdapterCatalog catalog, Func<Assembly, Stream?>? documentation = null)
    {
        var writer = new SchemaWriter(new Descriptions(documentation ?? (_ => null)));
        var schema = writer.Write(new ShapeFactory(catalog).OfPlan());
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Migration plan");
        return schema.ToJsonString(Readable) + "\n";
    }
}
