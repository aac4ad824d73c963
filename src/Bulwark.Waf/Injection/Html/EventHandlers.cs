namespace Bulwark.Waf.Injection.Html;

/// <summary>Attributes that hold scripts: <c>on</c> and the name of an event, of HTML, SVG, pointer, touch and media events and of Internet Explorer.</summary>
/// <remarks>A list and not all that begins with "on": "once=1" and "online=true" are ordinary.</remarks>
internal static class EventHandlers
{
    private static readonly WordSet Names = new("""
        abort activate afterprint afterscriptexecute afterupdate animationcancel animationend animationiteration animationstart appinstalled autocomplete autocompleteerror auxclick
        beforeactivate beforecopy beforecut beforedeactivate beforeeditfocus beforeinput beforeinstallprompt beforematch beforepaste beforeprint beforescriptexecute beforetoggle beforeunload
        beforeupdate begin blur bounce broadcast cached cancel canplay canplaythrough cellchange change chargingchange checking click close command compositionend compositionstart compositionupdate
        connect contentvisibilityautostatechange contextlost contextmenu contextrestored controllerchange controlselect copy cuechange cut dataavailable datasetchanged datasetcomplete dblclick deactivate
        devicelight devicemotion deviceorientation deviceproximity dismissed drag dragdrop dragend dragenter dragexit dragleave dragover dragstart drop durationchange emptied encrypted end ended enter error
        errorupdate exit exportparts filterchange finish focus focusin focusout focusenter formchange formdata forminput fullscreenchange fullscreenerror gamepadconnected gotpointercapture hashchange help
        inert input install invalid keydown keypress keyup languagechange layoutcomplete levelchange load loadeddata loadedmetadata loadend loadstart location losecapture lostpointercapture mediacomplete mediaerror message
        messageerror mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup mousewheel move moveend movestart mozfullscreenchange noupdate obsolete offline online open orientationchange outofsync
        overflow page pagehide pagereveal pageshow pageswap paste pause play playing pointercancel pointerdown pointerenter pointerleave pointermove pointerout pointerover pointerrawupdate pointerup popstate
        popuphidden popuphiding popupshowing popupshown processingerror progress propertychange promptaction promptdismiss qt_error ratechange readystatechange redo rejectionhandled repeat reset resize resizeend resizestart resume
        reverse rowdelete rowenter rowexit rowinserted rowsdelete rowsenter rowsexit rowsinserted scriptprocess scroll scrollend scrollsnapchange scrollsnapchanging search securitypolicyviolation seek seeked seeking select selectionchange
        selectstart show slotchange start stop storage submit suspend syncrestored timeerror timeupdate toggle touchcancel touchend touchenter touchleave touchmove touchstart trackchange transitioncancel
        transitionend transitionrun transitionstart undo unhandledrejection unload updateready upgradeneeded urlflip userproximity versionchange visibilitychange volumechange waiting waitingforkey webkitanimationend
        webkitanimationiteration webkitanimationstart webkitfullscreenchange webkitmouseforcechanged webkitmouseforcedown webkitmouseforceup webkitmouseforcewillbegin webkitplaybacktargetavailabilitychanged webkittransitionend
        webkitwillrevealbottom wheel zoom mscontentzoom msgesturechange msinertiastart mspointerdown domcontentloaded domactivate
        """);

    public static bool Contains(ReadOnlySpan<byte> attribute) =>
        attribute.Length > 3 && (attribute[0] | 0x20) == 'o' && IsSecondLetter(attribute, out var start) && Names.Contains(attribute[start..]);

    private static bool IsSecondLetter(ReadOnlySpan<byte> attribute, out int start)
    {
        start = 1;
        while (start < attribute.Length && attribute[start] == 0)
            start++;

        return start < attribute.Length && (attribute[start++] | 0x20) == 'n';
    }
}
