namespace Bulwark.Admin.Console;

/// <summary>HTML. It is made from an interpolated text whose every hole is encoded, so that what people type stays text.</summary>
internal readonly record struct Markup(string Html)
{
    public static Markup Empty { get; } = new("");

    public static Markup Of(MarkupBuilder builder) => builder.ToMarkup();

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part.Html)));
}
