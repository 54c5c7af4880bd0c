namespace Orchestrator.Infra.Tests.Syntax;

internal enum TokenKind
{
    Identifier,
    Number,
    String,
    Symbol,
    NewLine,
    End,
}
