using System.Text.Json;

namespace Bulwark.Homeserver.Filters;

/// <summary>A list in a filter.</summary>
internal static class FilterList
{
    /// <summary>Gives the list back.</summary>
    /// <exception cref="JsonException">There is a null in it, which the reader lets through.</exception>
    public static IReadOnlyList<string>? Check(IReadOnlyList<string>? list) =>
        list?.Contains(null!, StringComparer.Ordinal) == true ? throw new JsonException("A list of the filter has a null in it.") : list;
}
