using System.CommandLine;
using Orchestrator.Api.Security;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>keys add|list|remove</c>: who may use the server on this machine. Works on its key file; the server need not run.</summary>
internal static class KeysVerb
{
    private static readonly string[] Header = ["NAME", "ROLES", "MADE"];

    public static Command Create(CliHost host) => new("keys", "Manage the keys of the server on this machine.") { Add(host), List(host), Remove(host) };

    private static Command Add(CliHost host)
    {
        var name = Name();
        var roles = new Option<string[]>("--role") { Description = "What the key may do: reader, operator, approver or admin. May be given several times.", Required = true, AllowMultipleArgumentsPerToken = true };
        roles.AcceptOnlyFromAmong([.. Roles.All]);
        var command = new Command("add", "Make a key and print it: the only time that it can be seen.") { name, roles };
        command.SetAction(parsed =>
        {
            var verb = new Verb(parsed, host);
            var key = Open(verb, create: true).Add(parsed.GetRequiredValue(name), parsed.GetRequiredValue(roles));
            verb.Answer(new { Name = parsed.GetRequiredValue(name), Key = key }, key);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command List(CliHost host)
    {
        var command = new Command("list", "List whose keys there are.");
        command.SetAction(parsed =>
        {
            var verb = new Verb(parsed, host);
            var keys = Open(verb).List().Select(key => new { key.Name, key.Roles, key.CreatedAt }).ToList();
            verb.Answer(keys, keys.Count == 0 ? ["No key."] : Columns.Align(Header, keys.Select(key => new[] { Safe.Line(key.Name), string.Join(' ', key.Roles.Select(Safe.Line)), Words.Of(key.CreatedAt) })));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Remove(CliHost host)
    {
        var name = Name();
        var command = new Command("remove", "Remove a key; it opens nothing from now on.") { name };
        command.SetAction(parsed =>
        {
            var verb = new Verb(parsed, host);
            if (!Open(verb).Remove(parsed.GetRequiredValue(name)))
                throw new CliException(ExitCodes.BadInput, $"There is no key '{Safe.Line(parsed.GetRequiredValue(name))}'.", "List them with 'orchestrator keys list'.");
            verb.Answer(new { Removed = parsed.GetRequiredValue(name) }, "Removed.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "Whose key it is; approvals and the audit trail show this name." };

    private static KeyFile Open(Verb verb, bool create = false)
    {
        var folder = DataFolder.Of(verb.Host, verb.Parsed.GetValue(CliOptions.Data));
        if (!Directory.Exists(folder.Path) && !create)
            throw new CliException(ExitCodes.BadInput, $"There is no data folder {folder.Path}.", "Name the server's with --data or ORCHESTRATOR_DATA.");
        if (!Directory.Exists(folder.Path) && !OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(folder.Path);
        return new KeyFile(folder.KeysPath, verb.Host.Time);
    }
}
