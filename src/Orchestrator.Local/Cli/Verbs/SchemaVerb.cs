using System.CommandLine;
using System.Reflection;
using Orchestrator.Core.Plans;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>schema</c>: the JSON Schema of the plan file, for editors.</summary>
internal static class SchemaVerb
{
    public static Command Create(CliHost host)
    {
        var command = new Command("schema", "Print the JSON Schema of the plan file, with which editors complete and check it.");
        command.SetAction(_ =>
        {
            host.Out.Write(PlanSchema.Write(host.Catalog(), OpenDocumentation));
            return ExitCodes.Done;
        });
        return command;
    }

    private static FileStream? OpenDocumentation(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        return File.Exists(file) ? File.OpenRead(file) : null;
    }
}
