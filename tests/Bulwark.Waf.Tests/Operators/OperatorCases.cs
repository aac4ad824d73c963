using System.Text;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Tests.Operators;

/// <summary>Asks an operator about text in which each character up to U+00FF stands for the byte of its number.</summary>
internal static class OperatorCases
{
    public static readonly SourceLocation Rule = new("rules.conf", 7);

    public static Operator Create(string name, string argument) => OperatorTable.Create(new OperatorSyntax(name, argument, IsNegated: false), Rule);

    public static void Check(string name, string argument, string value, bool matches) =>
        Assert.Equal(matches, Create(name, argument).Evaluate(new OperatorContext(), Encoding.Latin1.GetBytes(value)));

    public static void Refuses(string name, string argument, string message) =>
        Assert.Equal(message, Assert.Throws<RuleException>(() => Create(name, argument)).Message);
}
