using System.Collections.Frozen;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>
/// The words that names consist of which protocols and programs choose: Matrix, GraphQL, MCP, OAuth, Cognito, HTTP headers, and the fields that about every API has. A name that a client
/// makes up, and may put anything into, is told from them by a word that is not among these.
/// </summary>
internal static class KnownWords
{
    private const int MostWords = 6; // Sec-CH-UA-Full-Version-List
    private const int MostDigits = 2;

    private static readonly FrozenSet<string> All = Matrix.Concat(Apis).Concat(Http).Concat(Fields).Concat(Probes)
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = All.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Paths, event types and fields of Matrix's client-server API.</summary>
    private static string[] Matrix =>
    [
        "matrix client media admin federation synapse key unstable msc org com net io protected vector well known m room rooms event events message messages member members membership state send join joined leave",
        "invite knock forget ban unban kick redact redacts redaction reaction reactions receipt read markers marker fully typing presence sync filter filters login logout register refresh account whoami deactivate",
        "password email 3pid add bind unbind delete devices device keys upload query claim changes signatures cross signing signature signed unsigned algorithm algorithms curve25519 ed25519",
        "curve ed megolm olm version versions capabilities profile displayname avatar directory list alias aliases canonical public publicrooms create createroom search user users tags tag data",
        "thumbnail download config preview url urls info mimetype width height size duration thumbnails file files content contents body formatted format msgtype relates rel type in reply to new",
        "mentions ids annotation replace reference thread threads relations context children parents hierarchy upgrade timestamp pushers pushrules rules rule actions conditions kind global override",
        "underride sender pattern notifications report reason score text html emote notice image video audio location geo uri poll start response answers answer question sticker call hangup",
        "candidates sdp offer negotiate encrypted encryption ciphertext session history visibility guest access levels power default notify creation creator predecessor tombstone topic name",
        "server servers acl allow deny via order suggested restricted third party protocol protocols instance lookup identity homeserver base issuer action flows stages auth params completed",
        "next prev batch since from limit dir at not senders types lazy load include redundant timeline ephemeral rooms unread count highlight to device one time otk fallback unused openid request",
        "token tokens turn voip ignored direct dummy sso redirect recaptcha terms policies jwt initial inhibit appservice voice waveform beacon widgets space child parent pinned join_authorised",
        "authorised verification ready cancel accept mac done transaction secret storage dehydrated dictionary around frozen",
    ];

    /// <summary>GraphQL, MCP and JSON-RPC, OAuth, Cognito, Hasura.</summary>
    private static string[] Apis =>
    [
        "v r api graphql v1alpha1 alpha alpha1 beta operation operationname operations variables variable query queries mutation mutations subscription subscriptions fragment extensions persisted sha sha256",
        "hash payload connection init ack ping pong subscribe next error errors complete stop input inputs object objects where set inc append prepend on conflict update columns column constraint",
        "pk returning affected rows aggregate nodes edges node cursor distinct by asc desc nulls first last eq neq gt gte lt lte like ilike nlike nilike in nin is null and or not exists contains contained has",
        "any all keys similar regex iregex hasura role roles schema metadata table tables function functions relationship jsonrpc rpc method methods id params arguments args tool tools call calls",
        "resource resources prompt prompts initialize initialized result results roots sampling logging progress cursor capabilities mcp mime blob annotations code challenge verifier grant client",
        "credentials scope scopes nonce display max age ui locales hint acr values claims audience subject actor assertion revoke introspect authorize authorization callback oauth oauth2 jwks",
        "json configuration userinfo amz target parameters flow username srp secret refresh confirmation proposed previous attributes attribute forgot confirm change mfa totp software preferred settings",
        "options delivery medium destination healthz health metrics console dev pg dump",
    ];

    /// <summary>Names of headers, methods, and of the parts of multipart bodies.</summary>
    private static string[] Http =>
    [
        "get head post put delete patch connect trace propfind x http https www accept encoding language charset datetime ranges range cache control age vary etag match modified unmodified since none",
        "expires pragma warning connection keep alive proxy authenticate upgrade te trailer transfer length type disposition host origin referer referrer agent user cookie set forwarded for proto port real",
        "ip via date dnt sec fetch dest mode site ch ua mobile platform arch bitness model full insecure requests save websocket extensions accept expect priority early requested with csrf xsrf",
        "idempotency amzn trace root correlation traceparent tracestate request filename boundary form multipart part field upload uploads max forwards original rewrite cf country ray",
    ];

    /// <summary>What fields are called about everywhere.</summary>
    private static string[] Fields =>
    [
        "id ids uid uuid guid ref refs name names first last middle full nick title titles label labels caption heading subject summary description desc note notes comment comments text texts txt value",
        "values val item items entry entries record records row list array map group groups category categories kind class status flag flags enabled disabled active hidden visible public private draft",
        "created updated deleted modified published archived at on by date time day week month year start end begin finish due expires expiry number num count total sum amount price cost currency quantity",
        "qty rate rating score rank order sort asc desc page pages per size offset limit skip take top max min avg index position pos level depth length width height weight color colour style theme lang",
        "language locale country region state city town street address postal zip phone mobile email mail url urls link links href src source target path file files folder dir document documents doc docs",
        "image images photo photos picture icon logo avatar video audio attachment attachments media content contents body html markdown md raw format plain data meta metadata properties props attributes",
        "settings option options preference preferences config parent child children owner author authors editor creator assignee reviewer person people contact contacts company organization team teams",
        "member members customer client account profile role roles permission permissions event events task tasks project projects job jobs issue issues ticket tickets incident incidents case cases report",
        "reports log logs message messages chat channel channels thread post posts article articles news story blog topic topics question answer answers reply replies review reviews feedback survey",
        "experience experiences experiencer experiencers analyst analysts staff finding findings evidence observation observations history version revision change changes diff patch branch tag tags keyword",
        "keywords search find q s query filter filters where term terms reason reasons detail details info information type types model code codes key keys params parameters args input output result results",
        "error errors warning success ok true false null none all any other new old current previous next latest import export from to and or not with without is has can should",
    ];

    /// <summary>What scanners ask for; which path it was is what the operator wants to know of them.</summary>
    private static string[] Probes =>
    [
        "wp wordpress login admin administrator php phpmyadmin myadmin cgi bin shell cmd exec eval env git svn htaccess htpasswd etc passwd shadow proc self windows win ini system32 boot robots sitemap",
        "favicon ico index default asp aspx jsp jspx do xml json yaml yml conf config bak backup old sql db zip tar gz actuator manager struts solr jenkins vendor phpunit util stdin server info",
        "test tests debug swagger v2 v3 docs console telescope horizon nova druid jolokia invoker owa autodiscover ews remote portal setup install upgrade wlwmanifest xmlrpc",
    ];

    /// <summary>Whether a name consists of known words: <c>formatted_body</c>, <c>displayName</c>, <c>User-Agent</c>, <c>v3</c>.</summary>
    /// <remarks>With few digits and few words: a number in groups is no name (<c>07-12-34-56</c>), nor is a sentence.</remarks>
    public static bool Make(ReadOnlySpan<char> name)
    {
        var (words, digits) = (0, 0);
        while (!name.IsEmpty)
        {
            var length = FirstWord(name);
            if (length > 0 && (++words > MostWords || !IsKnown(name[..length], ref digits)))
                return false;

            name = name[Math.Min(name.Length, Math.Max(1, length))..];
        }

        return true;
    }

    /// <summary>Whether one of the words of a name is among others.</summary>
    public static bool HasAny(ReadOnlySpan<char> name, FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> words)
    {
        while (!name.IsEmpty)
        {
            var length = FirstWord(name);
            if (words.Contains(name[..length]))
                return true;

            name = name[Math.Min(name.Length, Math.Max(1, length))..];
        }

        return false;
    }

    /// <summary>How long the word is that a name begins with; 0 where it begins with what separates words.</summary>
    private static int FirstWord(ReadOnlySpan<char> name)
    {
        var length = 0;
        while (length < name.Length && char.IsAsciiLetterOrDigit(name[length]) && !BeginsWord(name, length))
            length++;

        return length;
    }

    /// <summary><c>displayName</c> has two words, and so has <c>URLPreview</c>.</summary>
    private static bool BeginsWord(ReadOnlySpan<char> name, int at) =>
        at > 0 && char.IsAsciiLetterUpper(name[at])
        && (char.IsAsciiLetterLower(name[at - 1]) || (char.IsAsciiLetterUpper(name[at - 1]) && at + 1 < name.Length && char.IsAsciiLetterLower(name[at + 1])));

    /// <summary>A known word, with digits behind it, or digits alone: two in the whole name.</summary>
    private static bool IsKnown(ReadOnlySpan<char> word, ref int digits)
    {
        if (Lookup.Contains(word))
            return true;

        var letters = word.TrimEnd("0123456789");
        digits += word.Length - letters.Length;
        return digits <= MostDigits && (letters.IsEmpty || Lookup.Contains(letters));
    }
}
