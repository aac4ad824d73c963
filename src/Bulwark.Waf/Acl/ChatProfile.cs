using System.Text;

namespace Bulwark.Waf.Acl;

/// <summary>What the OWASP Core Rule Set needs to know of a chat service (Matrix and GraphQL) so that it can refuse requests and nobody who only writes is refused.</summary>
/// <remarks>
/// <para>It sets methods, types of uploads and file extensions, and takes rules with named tags away from the text that people write: bound to route, method, event type and
/// the path inside the JSON body (<c>body</c>, <c>formatted_body</c>, <c>m\.new_content.body</c>, <c>topic</c>, <c>variables.**</c>). Rules about the protocol stay.
/// For that text it brings rules of its own, which add to the anomaly score of the Core Rule Set: people may write about SQL, shells and HTML;
/// what begins in the middle of somebody else's statement is refused.</para>
/// <para>It must come before the Core Rule Set, and belongs to the same group.</para>
/// </remarks>
public static class ChatProfile
{
    private const string Resource = "Bulwark.Waf.Profiles.chat.conf";

    /// <summary>Adds the profile; the Core Rule Set is to be added next, with the same group.</summary>
    /// <example><c>new RuleSources().AddChatProfile("crs").AddFolder("/usr/share/modsecurity-crs", "crs")</c></example>
    public static RuleSources AddChatProfile(this RuleSources sources, string group = "")
    {
        ArgumentNullException.ThrowIfNull(sources);
        using var resource = typeof(ChatProfile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("the chat profile is not in the program");
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return sources.AddText("chat profile", reader.ReadToEnd(), group);
    }
}
