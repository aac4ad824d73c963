using System.CommandLine;

namespace Bulwark.CommandLine;

/// <summary>An option whose value is a list with commas: <c>--groups staff,analysts</c>.</summary>
internal static class ListOption
{
    public static Option<string?> Create(string name, string description) => new(name) { Description = description, HelpName = "A,B" };

    /// <summary>Null when the option was not given; an empty text is the empty list.</summary>
    public static IReadOnlyList<string>? List(this ParseResult parse, Option<string?> option) =>
        parse.GetValue(option)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
