namespace Bulwark.DataApi.Metadata;

/// <summary>The defaults that the starter schema's columns have in the database, word for word.</summary>
internal static class Defaults
{
    /// <summary>A random UUID, version 4 (RFC 9562 section 5.4).</summary>
    public const string Uuid =
        "lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2) || '-' || "
        + "substr('89ab', 1 + (random() & 3), 1) || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6)))";

    /// <summary>The time of the insert, in UTC.</summary>
    public const string Now = "strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00'";

    public const string False = "0";

    public const string Zero = "0";
}
